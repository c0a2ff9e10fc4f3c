import { setTimeout as wait } from "node:timers/promises";
import { isReached } from "../pod/reach.ts";
import type { Target } from "../pod/target.ts";

/** Who can be reached answers in much less. */
const ANSWER_MILLISECONDS = 50;
const BETWEEN_MILLISECONDS = 25;

/**
 * Waits until none of them answers at once, or for so long. It proves nothing: policies come some time after their pod, and a look at
 * everybody that begins too early costs a second and more.
 */
export async function untilKeptAway(targets: readonly Target[], milliseconds: number): Promise<void> {
  const begun = performance.now();
  while (performance.now() - begun < milliseconds) {
    const reached = await Promise.all(targets.map((target) => isReached(target, ANSWER_MILLISECONDS)));
    if (!reached.includes(true)) {
      return;
    }
    await wait(BETWEEN_MILLISECONDS);
  }
}
