import type { Frame, FramePage, LiveSource } from "./live-source.ts";

/** What is kept of the newest for those who follow closely. */
const MAX_KEPT_FRAMES = 1000;
const MAX_KEPT_CHARACTERS = 2 * 1024 * 1024;

/** All who follow one thing: what is new is read once for all of them, and whoever is behind reads for himself. */
export interface Room {
  /** Calls back when something may have come. Returns how to stop. */
  onNews(ring: () => void): () => void;
  /** What comes after this number, as far as it is there. */
  next(after: number): Promise<FramePage>;
  close(): Promise<void>;
}

/** What came last: everything from `start` on, without a gap. */
interface Tail {
  start: number;
  frames: Frame[];
  characters: number;
  hasEnded: boolean;
}

export async function openRoom(source: LiveSource): Promise<Room> {
  const rings = new Set<() => void>();
  let tail: Tail | null = null;
  let failure: unknown = null;
  const ringAll = () => {
    for (const ring of rings) {
      ring();
    }
  };
  const look = oneAtATime(async () => {
    try {
      // Whoever follows is told of each page: there may be no end of them for long.
      while (tail !== null && (await takeIn(tail, source))) {
        ringAll();
      }
    } catch (error) {
      failure = error;
    }
    ringAll();
  });
  const stop = await source.watch(look);
  return {
    onNews(ring) {
      rings.add(ring);
      return () => void rings.delete(ring);
    },
    async next(after) {
      if (failure !== null) {
        throw failure;
      }
      if (tail !== null && tail.start <= after && after <= headOf(tail)) {
        // From behind: most follow closely.
        const known = tail.frames.findLastIndex(({ number }) => number <= after);
        return { frames: tail.frames.slice(known + 1), hasEnded: tail.hasEnded };
      }
      const page = await source.read(after);
      if (page.frames.length === 0 && tail === null) {
        tail = { start: after, frames: [], characters: 0, hasEnded: page.hasEnded };
        // What was announced while this was read was for nobody.
        look();
      }
      return page;
    },
    close: stop,
  };
}

/** One page. Returns whether there may be another. */
async function takeIn(tail: Tail, source: LiveSource): Promise<boolean> {
  const { frames, hasEnded, isAll = false } = await source.read(headOf(tail));
  source.noteNew?.(frames);
  tail.frames.push(...frames);
  tail.characters += frames.reduce((sum, { json }) => sum + json.length, 0);
  tail.hasEnded = hasEnded;
  forget(tail);
  return frames.length > 0 && !isAll && !hasEnded;
}

function forget(tail: Tail): void {
  while (tail.frames.length > MAX_KEPT_FRAMES || tail.characters > MAX_KEPT_CHARACTERS) {
    const oldest = tail.frames.shift() as Frame;
    tail.characters -= oldest.json.length;
    tail.start = oldest.number;
  }
}

function headOf({ start, frames }: Tail): number {
  return frames.at(-1)?.number ?? start;
}

/** Does the work, and again after it when it was asked for meanwhile; never twice at once. */
function oneAtATime(work: () => Promise<void>): () => void {
  let isWorking = false;
  let isAsked = false;
  const run = async () => {
    isWorking = true;
    while (isAsked) {
      isAsked = false;
      await work();
    }
    isWorking = false;
  };
  return () => {
    isAsked = true;
    if (!isWorking) {
      void run();
    }
  };
}
