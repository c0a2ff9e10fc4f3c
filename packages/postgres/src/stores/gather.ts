import { DrizzleQueryError } from "../drizzle.ts";
import { isDatabaseOutage } from "../is-database-outage.ts";

interface Waiting<Item, Result> {
  item: Item;
  resolve(result: Result): void;
  reject(error: unknown): void;
}

interface Gathering<Item, Result> {
  /** Asks for all of them in one statement. Answers in their order. */
  ask(items: readonly Item[]): Promise<readonly Result[]>;
  /** Those of one lane go together. */
  laneOf(item: Item): string;
  /** Statements of one lane at the same time. */
  atOnce: number;
  /** How long others are waited for before each statement; without: not at all. */
  pauseMilliseconds?: number;
}

/** Asks for one item. */
interface Gatherer<Item, Result> {
  (item: Item): Promise<Result>;
  /** What waits for others goes now. */
  hurry(): void;
}

interface Lane<Item, Result> {
  waiting: Waiting<Item, Result>[];
  underWay: number;
  pause: NodeJS.Timeout | null;
}

/** What one statement is asked at most, so that none takes long. */
const MOST = 100;

/**
 * Asks for what comes while as many statements are under way as may be in the next one together: whoever asks alone waits for nobody, and
 * of many at once few wait for the disk. What fails of several is asked for one by one, unless the database is away.
 */
export function gather<Item, Result>(gathering: Gathering<Item, Result>): Gatherer<Item, Result> {
  const { laneOf, atOnce, pauseMilliseconds = 0 } = gathering;
  const lanes = new Map<string, Lane<Item, Result>>();
  const go = (name: string, lane: Lane<Item, Result>): void => {
    clearTimeout(lane.pause ?? undefined);
    lane.pause = null;
    while (lane.underWay < atOnce && lane.waiting.length > 0) {
      lane.underWay += 1;
      void askFor(lane.waiting.splice(0, MOST), gathering).then(() => {
        lane.underWay -= 1;
        next(name, lane);
      });
    }
    if (lane.underWay + lane.waiting.length === 0) {
      lanes.delete(name);
    }
  };
  const next = (name: string, lane: Lane<Item, Result>): void => {
    if (pauseMilliseconds === 0 || lane.waiting.length === 0 || lane.waiting.length >= MOST) {
      go(name, lane);
    } else {
      lane.pause ??= setTimeout(() => go(name, lane), pauseMilliseconds);
    }
  };
  const ask = (item: Item) =>
    new Promise<Result>((resolve, reject) => {
      const name = laneOf(item);
      const lane = lanes.get(name) ?? { waiting: [], underWay: 0, pause: null };
      lane.waiting.push({ item, resolve, reject });
      lanes.set(name, lane);
      next(name, lane);
    });
  const hurry = () => {
    for (const [name, lane] of lanes) {
      go(name, lane);
    }
  };
  return Object.assign(ask, { hurry });
}

/** Never throws. */
async function askFor<Item, Result>(
  gathered: readonly Waiting<Item, Result>[],
  gathering: Gathering<Item, Result>,
): Promise<void> {
  try {
    const results = await gathering.ask(gathered.map(({ item }) => item));
    gathered.forEach(({ resolve }, at) => void resolve(results[at] as Result));
  } catch (error) {
    const cause = error instanceof DrizzleQueryError ? error.cause : error;
    if (gathered.length === 1 || isDatabaseOutage(cause)) {
      gathered.forEach(({ reject }) => void reject(error));
      return;
    }
    for (const one of gathered) {
      await askFor([one], gathering);
    }
  }
}
