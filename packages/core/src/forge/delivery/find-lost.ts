/** One try of the forge to tell us something. */
export interface DeliveryAttempt {
  id: number;
  /** The same for all tries of one delivery. */
  guid: string;
  at: Date;
  /** We took it. */
  isTaken: boolean;
}

/** Between two tries of one delivery: the forge waits ten seconds for an answer. Twice as long after each. */
const PAUSE_MILLISECONDS = 20_000;
const MAX_PAUSE_MILLISECONDS = 240_000;
/** While nothing reaches us: tries that fail by our being away are not to be all that one has. */
const MAX_AWAY_MILLISECONDS = 1_800_000;
/** What was refused so often in a few hours is refused again. */
const MAX_ATTEMPTS = 10;
/** As many are asked for at once. */
const MAX_LOST = 100;

/** What the forge told in vain and we don't have otherwise. */
export interface Lost {
  /** The tries to be repeated now, the oldest first. While the newest of all tries failed it is one alone, to see whether we can be told anything. */
  due: DeliveryAttempt[];
  /** There is something that is to be repeated, now or later. */
  isAny: boolean;
}

export function findLost(
  attempts: readonly DeliveryAttempt[],
  { known, now }: { known: readonly string[]; now: Date },
): Lost {
  const sorted = attempts.toSorted(compare);
  const isReachable = sorted.at(-1)?.isTaken === true;
  const taken = new Set(known);
  const lost = [...Map.groupBy(sorted, ({ guid }) => guid)].flatMap(([guid, tries]) => {
    const last = tries.at(-1);
    const isLost = !taken.has(guid) && tries.length < MAX_ATTEMPTS && !tries.some(({ isTaken }) => isTaken);
    return last !== undefined && isLost ? [{ last, pause: pauseAfter(tries.length, isReachable) }] : [];
  });
  const due = lost.filter(({ last, pause }) => now.getTime() - last.at.getTime() >= pause).map(({ last }) => last);
  return { due: due.toSorted(compare).slice(0, isReachable ? MAX_LOST : 1), isAny: lost.length > 0 };
}

function pauseAfter(tries: number, isReachable: boolean): number {
  return Math.min(PAUSE_MILLISECONDS * 2 ** (tries - 1), isReachable ? MAX_PAUSE_MILLISECONDS : MAX_AWAY_MILLISECONDS);
}

function compare(one: DeliveryAttempt, other: DeliveryAttempt): number {
  return one.at.getTime() - other.at.getTime() || one.id - other.id;
}
