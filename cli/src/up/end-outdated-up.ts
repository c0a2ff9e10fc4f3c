import { CatalystError } from "@catalyst/core/apart";
import { isAlive, signalProcess, waitUntil } from "@catalyst/machine/apart";
import { isMoved, isOfOtherCommit } from "./is-outdated.ts";
import type { UpHolder } from "./up-lock.ts";

const END_MILLISECONDS = 60_000;

/**
 * Ends an `up` whose checkout is gone, and one in the background that is of another state of the code than this command. What
 * it conducts goes on with the next one. False: it stays. Throws `conflict` when it doesn't end.
 */
export async function endOutdatedUp(up: UpHolder): Promise<boolean> {
  const isGone = isMoved(up);
  if (!isGone && !(up.isBackground && (await isOfOtherCommit(up)))) {
    return false;
  }
  signalProcess(up, "SIGTERM");
  if (!(await waitUntil(() => !isAlive(up), END_MILLISECONDS))) {
    const which = isGone ? `a checkout that is gone (${up.main})` : "another state of the code";
    throw new CatalystError(
      "conflict",
      `Starting worker and gateway failed: those that run (process ${up.pid}) are of ${which}, and don't end. End them: kill ${up.pid}`,
    );
  }
  return true;
}
