import { CatalystError } from "@catalyst/core/apart";
import { isAlive, signalProcess, waitUntil } from "@catalyst/machine/apart";
import type { UpHolder } from "./up-lock.ts";

const END_MILLISECONDS = 60_000;

/** Ends an `up`; what it conducts goes on with the next one. Throws `conflict` when it doesn't end; `what` it is, for that. */
export async function endUp(up: UpHolder, what: string): Promise<void> {
  signalProcess(up, "SIGTERM");
  if (!(await waitUntil(() => !isAlive(up), END_MILLISECONDS))) {
    throw new CatalystError(
      "conflict",
      `Starting worker and gateway failed: those that run (process ${up.pid}) are ${what}, and don't end. End them: kill ${up.pid}`,
    );
  }
}
