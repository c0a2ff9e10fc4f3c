import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import { type GatewayAccess, sendRequest } from "./send-request.ts";

const ASK_MILLISECONDS = 2000;
const ANSWER_MILLISECONDS = 10_000;

const Answer = z.object({ stop: z.literal("budget").nullable() });

export class BudgetSpent extends Error {
  override readonly name = "BudgetSpent";
}

/** Aborted with `BudgetSpent` when the gateway says that the agent had its time to end by itself. Asks until then. */
export function watchStop(gateway: GatewayAccess): AbortSignal {
  const stop = new AbortController();
  void askUntilStopped(gateway, stop);
  return stop.signal;
}

async function askUntilStopped(gateway: GatewayAccess, stop: AbortController): Promise<void> {
  while (!stop.signal.aborted) {
    // No reason for the process to live on.
    await wait(ASK_MILLISECONDS, undefined, { ref: false });
    // A gateway that starts again is asked again.
    if (await ask(gateway).catch(() => false)) {
      stop.abort(new BudgetSpent("The budget is spent."));
    }
  }
}

async function ask(gateway: GatewayAccess): Promise<boolean> {
  const { content } = await sendRequest({
    ...gateway,
    method: "GET",
    path: "/stop",
    timeoutMilliseconds: ANSWER_MILLISECONDS,
    signal: new AbortController().signal,
  });
  return Answer.parse(JSON.parse(content.toString("utf8"))).stop !== null;
}
