/** One try of the forge to tell us something. */
export interface DeliveryAttempt {
  id: number;
  /** The same for all tries of one delivery. */
  guid: string;
  at: Date;
  /** We took it. */
  isTaken: boolean;
}

/** Between two tries of one delivery. */
const PAUSE_MILLISECONDS = 240_000;
/** What was refused so often in a few hours is refused again. */
const MAX_ATTEMPTS = 10;
/** As many are asked for at once. */
const MAX_LOST = 100;

/**
 * Which tries are to be repeated, the oldest first: of what never came, and isn't `known` otherwise. While the newest of all tries failed
 * it is one alone, to see whether we can be told anything.
 */
export function findLost(
  attempts: readonly DeliveryAttempt[],
  { known, now }: { known: readonly string[]; now: Date },
): DeliveryAttempt[] {
  const byGuid = Map.groupBy(attempts.toSorted(compare), ({ guid }) => guid);
  const taken = new Set(known);
  const lost = [...byGuid].flatMap(([guid, tries]) => {
    const last = tries.at(-1);
    const isLost = !taken.has(guid) && tries.length < MAX_ATTEMPTS && !tries.some(({ isTaken }) => isTaken);
    return last !== undefined && isLost && now.getTime() - last.at.getTime() >= PAUSE_MILLISECONDS ? [last] : [];
  });
  const isReachable = attempts.toSorted(compare).at(-1)?.isTaken === true;
  return lost.toSorted(compare).slice(0, isReachable ? MAX_LOST : 1);
}

function compare(one: DeliveryAttempt, other: DeliveryAttempt): number {
  return one.at.getTime() - other.at.getTime() || one.id - other.id;
}
