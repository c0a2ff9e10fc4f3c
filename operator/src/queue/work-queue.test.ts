import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { manualClock } from "../testing/manual-clock.ts";
import { BANDS, type WorkQueue, workQueue } from "./work-queue.ts";

let clock: ReturnType<typeof manualClock>;
let queue: WorkQueue;
let ending: AbortController;
let running: Promise<void>;
beforeEach(() => {
  clock = manualClock();
  queue = workQueue(clock);
  ending = new AbortController();
});
afterEach(async () => {
  ending.abort();
  await running;
});

/** Everything that is looked at, and what ends each look. */
function run(atOnce = 1) {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const work = (key: string) => {
    begun.push(key);
    return new Promise<void>((resolve) => ends.set(key, resolve));
  };
  running = queue.run(work, { atOnce, signal: ending.signal });
  const end = async (key: string) => {
    ends.get(key)?.();
    await settle();
  };
  return { begun, end, endAll: () => [...ends.values()].forEach((resolve) => void resolve()) };
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) {
    await Promise.resolve();
  }
}

test("one that is told of often is looked at once, the most urgent first", async () => {
  queue.add("resync", BANDS.resync);
  queue.add("change", BANDS.change);
  queue.add("resync", BANDS.resync);
  queue.add("end", BANDS.resync);
  queue.add("end", BANDS.end);
  const { begun, end } = run();
  await settle();
  for (const key of ["end", "change", "resync"]) {
    await end(key);
  }
  expect(begun).toEqual(["end", "change", "resync"]);
});

test("nothing is looked at twice at the same time; what is told meanwhile is looked at afterwards", async () => {
  const { begun, end, endAll } = run(3);
  queue.add("a", BANDS.change);
  await settle();
  queue.add("a", BANDS.change);
  queue.add("a", BANDS.end);
  queue.add("b", BANDS.change);
  await settle();
  expect(begun).toEqual(["a", "b"]);
  await end("a");
  expect(begun).toEqual(["a", "b", "a"]);
  await end("a");
  expect(begun).toEqual(["a", "b", "a"]);
  endAll();
});

test("so many are looked at at once, and no more", async () => {
  const { begun, end, endAll } = run(2);
  for (const key of ["a", "b", "c"]) {
    queue.add(key, BANDS.change);
  }
  await settle();
  expect([begun, queue.size()]).toEqual([["a", "b"], 1]);
  await end("b");
  expect(begun).toEqual(["a", "b", "c"]);
  endAll();
});

describe("later", () => {
  test("the sooner of two times counts", async () => {
    const { begun, endAll } = run(3);
    queue.addAfter("a", 5000);
    queue.addAfter("a", 1000);
    queue.addAfter("a", 9000);
    clock.pass(999);
    await settle();
    expect(begun).toEqual([]);
    clock.pass(1);
    await settle();
    expect(begun).toEqual(["a"]);
    endAll();
    await settle();
    clock.pass(60_000);
    await settle();
    expect(begun).toEqual(["a"]);
  });

  test("what fails is tried later each time, until it is well", async () => {
    const times: number[] = [];
    const work = async (key: string) => {
      times.push(clock.now());
      queue.retry(key);
    };
    running = queue.run(work, { atOnce: 1, signal: ending.signal });
    queue.add("a", BANDS.change);
    for (let milliseconds = 0; milliseconds < 80; milliseconds++) {
      await settle();
      clock.pass(1);
    }
    expect(times.map((time, index) => time - (times[index - 1] ?? 0))).toEqual([0, 5, 10, 20, 40]);
    queue.forget("a");
    clock.pass(1000);
    await settle();
    const last = times.at(-1) ?? 0;
    clock.pass(5);
    await settle();
    expect(clock.now() - last).toBe(5);
  });
});

test("at the end what has begun is waited for, and nothing else begins", async () => {
  const { begun, endAll } = run();
  queue.add("a", BANDS.change);
  queue.add("b", BANDS.change);
  queue.addAfter("c", 1);
  await settle();
  ending.abort();
  let isOver = false;
  void running.then(() => {
    isOver = true;
  });
  clock.pass(10);
  await settle();
  expect([begun, isOver]).toEqual([["a"], false]);
  endAll();
  await running;
  expect(begun).toEqual(["a"]);
});

test("work that throws ends nothing but itself", async () => {
  const begun: string[] = [];
  const work = async (key: string) => {
    begun.push(key);
    throw new Error("no");
  };
  running = queue.run(work, { atOnce: 1, signal: ending.signal });
  queue.add("a", BANDS.change);
  queue.add("b", BANDS.change);
  await settle();
  await settle();
  expect(begun).toEqual(["a", "b"]);
});
