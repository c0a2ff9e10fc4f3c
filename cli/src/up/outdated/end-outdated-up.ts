import { endUp } from "../lock/end-up.ts";
import type { UpHolder } from "../lock/up-lock.ts";
import { isMoved, isOfOtherCommit } from "./is-outdated.ts";

/**
 * Ends an `up` whose checkout is gone, and one in the background that is of another state of the code than this command. What
 * it conducts goes on with the next one. False: it stays. Throws `conflict` when it doesn't end.
 */
export async function endOutdatedUp(up: UpHolder): Promise<boolean> {
  const isGone = isMoved(up);
  if (!isGone && !(up.isBackground && (await isOfOtherCommit(up)))) {
    return false;
  }
  await endUp(up, isGone ? `of a checkout that is gone (${up.main})` : "of another state of the code");
  return true;
}
