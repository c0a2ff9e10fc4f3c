import { setTimeout as wait } from "node:timers/promises";

const FIRST_PAUSE_MILLISECONDS = 200;
const MAX_PAUSE_MILLISECONDS = 5000;
/** Longer than restarts of gateway and database one after the other. */
const PATIENCE_MILLISECONDS = 2 * 60 * 1000;

/** What git says of a gateway that isn't there, answers that it can't now, or is cut off in the middle. */
const GIT_OUTAGE =
  /error: (429|5\d\d)\b|Failed to connect|Could ?n[o']t connect|Connection (refused|reset)|Empty reply|transfer closed|timed out|hung up unexpectedly|unexpected disconnect|early EOF|RPC failed|invalid index-pack output/i;

/** The gateway didn't answer for as long as anyone waits for it: nothing is wrong with what was asked. */
export class GatewayOutage extends Error {
  override readonly name = "GatewayOutage";
}

export interface Patience {
  /** Gives up: nothing more is wanted. */
  signal: AbortSignal;
  milliseconds?: number;
}

/** Tries again while it is an outage that fails it. Rejects with what else fails it, or with `GatewayOutage` after the time. */
export async function outlastOutage<T>(
  act: () => Promise<T>,
  { signal, milliseconds = PATIENCE_MILLISECONDS }: Patience,
): Promise<T> {
  const deadline = Date.now() + milliseconds;
  for (let attempt = 0; ; attempt++) {
    try {
      return await act();
    } catch (error) {
      if (signal.aborted || !isOutage(error)) {
        throw error;
      }
      if (Date.now() > deadline) {
        throw new GatewayOutage(describe(error), { cause: error });
      }
    }
    const pause = Math.min(FIRST_PAUSE_MILLISECONDS * 2 ** Math.min(attempt, 10), MAX_PAUSE_MILLISECONDS);
    await wait(pause, undefined, { signal });
  }
}

function isOutage(error: unknown): boolean {
  return error instanceof GatewayOutage || GIT_OUTAGE.test(describe(error));
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
