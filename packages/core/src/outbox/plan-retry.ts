import type { OutboxItem, TryOutcome } from "./outbox-item.ts";

const FIRST_SECONDS = 10;
const LONGEST_SECONDS = 60 * 60;
const MAX_PROBLEM = 300;

/** How long something is tried for before it is given up. */
export const OUTBOX_LIFETIME_SECONDS = 24 * 60 * 60;

/**
 * When what failed is tried again: after 10 s, then twice as long each time up to an hour, half of it by chance so that what
 * failed together doesn't come back together; or never, where its time is over by then.
 */
export function planRetry(
  item: Pick<OutboxItem, "attempts" | "expiresAt">,
  problem: string,
  { now, random }: { now: Date; random: () => number },
): TryOutcome {
  const seconds = Math.min(FIRST_SECONDS * 2 ** Math.min(item.attempts - 1, 20), LONGEST_SECONDS);
  const dueAt = new Date(now.getTime() + 1000 * seconds * (0.5 + random() / 2));
  const words = problem.slice(0, MAX_PROBLEM);
  return dueAt > item.expiresAt ? { kind: "dead", problem: words } : { kind: "again", dueAt, problem: words };
}
