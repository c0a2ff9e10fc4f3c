import type { Readable } from "node:stream";
import type { DoorAnswer } from "@catalyst/git";
import { recordBlocked } from "../events/record-event.ts";
import type { Exchange } from "../exchange.ts";
import { Refusal } from "../http/refusal.ts";
import { acceptPush } from "./accept-push.ts";
import { listPushPatterns } from "./list-push-patterns.ts";
import { runGitService, type ServiceRun } from "./run-git-service.ts";

/** A push into the execution's quarantine, after those before it. What is refused, by us or by git, leaves an audit event. */
export async function takePush(
  exchange: Exchange,
  run: Omit<ServiceRun, "push" | "input"> & { input: Readable },
): Promise<void> {
  const { usage } = exchange;
  const push = usage.lastPush.then(() => pushAlone(exchange, run));
  usage.lastPush = push.catch(() => undefined);
  await push;
}

async function pushAlone(exchange: Exchange, run: Parameters<typeof takePush>[1]): Promise<void> {
  exchange.signal.throwIfAborted();
  const accepted = await acceptPush(exchange, run.input);
  if (accepted === null) {
    return;
  }
  const { input, maxBytes, commands } = accepted;
  const secretPatterns = await listPushPatterns(exchange);
  let reason: string | null = null;
  try {
    reason = whyRefused(await runGitService(exchange, { ...run, input, push: { maxBytes, secretPatterns } }));
  } catch (error) {
    reason = error instanceof Refusal ? error.message : null;
    if (exchange.response.headersSent) {
      // Git has answered already, and nobody reads on.
      exchange.request.destroy();
    }
    throw error;
  } finally {
    // Before a large push git asks with an empty one whether it may.
    if (reason !== null && commands.length > 0) {
      await recordBlocked(exchange, { action: "git push", reason });
    }
  }
}

function whyRefused(answer: DoorAnswer | null): string | null {
  if (answer === null) {
    return "git refuses it: it is too large, or not what git makes";
  }
  return answer.kind === "refused" ? answer.reason : null;
}
