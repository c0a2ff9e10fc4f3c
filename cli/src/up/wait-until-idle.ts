import { stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { LOCAL_NAMESPACE } from "@catalyst/core";
import type { CliConfig } from "../config.ts";
import type { Stores } from "../open-stores.ts";

/** While something is unfinished, and before anything is long enough ago. */
const LOOK_MILLISECONDS = 1000;

type Unfinished = Pick<Stores, "executions" | "gatewayWishes" | "workerWishes">;

/** Until nothing has been asked of the server for `idleSeconds` and nothing is unfinished, or the signal. */
export async function waitUntilIdle(
  { home, idleSeconds }: Pick<CliConfig, "home" | "idleSeconds">,
  { stores, signal }: { stores: Unfinished; signal: AbortSignal },
): Promise<void> {
  const startedAt = Date.now();
  while (!signal.aborted) {
    const askedAt = Math.max(startedAt, await findLastRequest(home));
    const left = askedAt + idleSeconds * 1000 - Date.now();
    // A database that doesn't answer for a moment is not idleness.
    if (left <= 0 && (await countUnfinished(stores).catch(() => 1)) === 0) {
      return;
    }
    await wait(Math.max(left, LOOK_MILLISECONDS), undefined, { signal }).catch(() => undefined);
  }
}

/** As the server notes it; 0: nobody has asked. */
async function findLastRequest(home: string): Promise<number> {
  const noted = await stat(join(home, "server", "last-request")).catch(() => null);
  return noted?.mtimeMs ?? 0;
}

async function countUnfinished({ executions, gatewayWishes, workerWishes }: Unfinished): Promise<number> {
  const wishes = (await gatewayWishes.countOpen()) + (await workerWishes.countOpen());
  return (await executions.countUnfinished(LOCAL_NAMESPACE)) + wishes;
}
