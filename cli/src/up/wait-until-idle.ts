import { stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { LOCAL_NAMESPACE } from "@catalyst/core/apart";
import type { CliConfig } from "../config.ts";
import type { Stores } from "../open-stores.ts";

/** While something is unfinished, and before anything is long enough ago. */
const LOOK_MILLISECONDS = 1000;
/** For whoever it was started for to ask, once its server answers: on a busy machine that may take long. */
const UNASKED_MILLISECONDS = 60_000;
/** What nobody took so far is tried again after ever longer pauses, for a day: the next one who is up does it. */
const TELL_SECONDS = 60;

type Unfinished = Pick<Stores, "executions" | "gatewayWishes" | "workerWishes" | "outbox">;

/**
 * Until nothing has been asked of the server for `idleSeconds`, nothing is unfinished and nobody is to be told within a minute, or
 * the signal. Where nobody has asked since the server was started, it is a minute at least.
 */
export async function waitUntilIdle(
  { home, idleSeconds }: Pick<CliConfig, "home" | "idleSeconds">,
  { stores, startedAt, signal }: { stores: Unfinished; startedAt: number; signal: AbortSignal },
): Promise<void> {
  while (!signal.aborted) {
    const askedAt = await findLastRequest(home);
    const isAsked = askedAt >= startedAt;
    const idle = idleSeconds * 1000;
    const left = (isAsked ? askedAt + idle : startedAt + Math.max(idle, UNASKED_MILLISECONDS)) - Date.now();
    // A database that doesn't answer for a moment is not idleness.
    if (left <= 0 && (await countUnfinished(stores).catch(() => 1)) === 0) {
      return;
    }
    await wait(isAsked ? Math.max(left, LOOK_MILLISECONDS) : LOOK_MILLISECONDS, undefined, { signal }).catch(
      () => undefined,
    );
  }
}

/** As the server notes it; 0: nobody has asked. */
async function findLastRequest(home: string): Promise<number> {
  const noted = await stat(join(home, "server", "last-request")).catch(() => null);
  return noted?.mtimeMs ?? 0;
}

async function countUnfinished({ executions, outbox, ...wishes }: Unfinished): Promise<number> {
  const open = (await wishes.gatewayWishes.countOpen()) + (await wishes.workerWishes.countOpen());
  return (await executions.countUnfinished(LOCAL_NAMESPACE)) + open + (await outbox.countDueWithin(TELL_SECONDS));
}
