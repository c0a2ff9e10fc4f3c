import { expect, test, vi } from "vitest";
import { gather } from "./gather.ts";

function scripted(atOnce = 1) {
  const asked: string[][] = [];
  const held: PromiseWithResolvers<void>[] = [];
  const ask = gather<string, string>({
    async ask(items) {
      asked.push([...items]);
      const hold = Promise.withResolvers<void>();
      held.push(hold);
      await hold.promise;
      if (items.includes("bad")) {
        throw new Error("this one is wrong");
      }
      return items.map((item) => item.toUpperCase());
    },
    laneOf: (item) => item.split(" ")[0] ?? "",
    atOnce,
  });
  return { asked, ask, letGo: (at: number) => held[at]?.resolve() };
}

test("who asks alone is asked for at once, and what comes meanwhile goes together", async () => {
  const { asked, ask, letGo } = scripted();
  const first = ask("a 1");
  const others = [ask("a 2"), ask("a 3"), ask("b 1")];
  expect(asked).toEqual([["a 1"], ["b 1"]]);
  letGo(0);
  letGo(1);
  expect(await first).toBe("A 1");
  await expect.poll(() => asked).toEqual([["a 1"], ["b 1"], ["a 2", "a 3"]]);
  letGo(2);
  expect(await Promise.all(others)).toEqual(["A 2", "A 3", "B 1"]);
});

test("as many statements of a lane are under way as may be", async () => {
  const { asked, ask, letGo } = scripted(2);
  const all = Promise.all(["a 1", "a 2", "a 3", "a 4"].map(ask));
  expect(asked).toEqual([["a 1"], ["a 2"]]);
  letGo(0);
  letGo(1);
  await expect.poll(() => asked).toHaveLength(3);
  letGo(2);
  expect(await all).toHaveLength(4);
});

test("one that fails takes none of the others with it", async () => {
  const ask = gather<string, string>({
    async ask(items) {
      await new Promise((resolve) => setImmediate(resolve));
      if (items.includes("bad")) {
        throw new Error("this one is wrong");
      }
      return items;
    },
    laneOf: () => "",
    atOnce: 1,
  });
  const settled = await Promise.allSettled(["first", "good", "bad", "fine"].map(ask));
  expect(settled.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected", "fulfilled"]);
});

test("while the database is away nobody is asked for again", async () => {
  let count = 0;
  const ask = gather<string, string>({
    async ask() {
      count += 1;
      await new Promise((resolve) => setImmediate(resolve));
      throw Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
    },
    laneOf: () => "",
    atOnce: 1,
  });
  const settled = await Promise.allSettled(["first", "a", "b", "c"].map(ask));
  expect(settled.every(({ status }) => status === "rejected")).toBe(true);
  expect(count).toBe(2);
});

test("who may wait goes with those that come until then, and without waiting where it is hurried", async () => {
  vi.useFakeTimers();
  try {
    const asked: string[][] = [];
    const ask = gather<string, string>({
      async ask(items) {
        asked.push([...items]);
        return items;
      },
      laneOf: () => "",
      atOnce: 1,
      pauseMilliseconds: 10,
    });
    const first = ask("a");
    await vi.advanceTimersByTimeAsync(9);
    const second = ask("b");
    expect(asked).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(await Promise.all([first, second])).toEqual(["a", "b"]);
    const third = ask("c");
    ask.hurry();
    expect(await third).toBe("c");
    expect(asked).toEqual([["a", "b"], ["c"]]);
    const many = Promise.all(Array.from({ length: 100 }, (_, at) => ask(`${at}`)));
    expect((await many).length).toBe(100);
    expect(asked).toHaveLength(3);
  } finally {
    vi.useRealTimers();
  }
});
