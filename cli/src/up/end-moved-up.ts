import { existsSync } from "node:fs";
import { CatalystError } from "@catalyst/core/apart";
import { isAlive, signalProcess, waitUntil } from "@catalyst/machine/apart";
import type { UpHolder } from "./up-lock.ts";

const END_MILLISECONDS = 60_000;

/**
 * Ends an `up` whose checkout was moved or removed since: it would start programs that are gone. What it conducts goes on with
 * the next one. False: its checkout is there. Throws `conflict` when it doesn't end.
 */
export async function endMovedUp(up: UpHolder): Promise<boolean> {
  if (up.main === "" || existsSync(up.main)) {
    return false;
  }
  signalProcess(up, "SIGTERM");
  if (!(await waitUntil(() => !isAlive(up), END_MILLISECONDS))) {
    throw new CatalystError(
      "conflict",
      `Starting worker and gateway failed: those that run (process ${up.pid}) are of a checkout that is gone (${up.main}), and don't end. End them: kill ${up.pid}`,
    );
  }
  return true;
}
