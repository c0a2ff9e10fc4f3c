import { expect, test } from "vitest";
import { lookAtMemory, type MemoryLook, memoryStalls } from "./memory-stalls.ts";

/** A look each second; of each, how many milliseconds of that second all of it waited. */
function judge(waits: number[], isFull = (_second: number) => true, idle = 0): boolean[] {
  const isStalled = memoryStalls(10_000);
  let stalledMilliseconds = 5000;
  return waits.map((milliseconds, second) => {
    stalledMilliseconds += milliseconds;
    return isStalled({
      atMilliseconds: second * 1000,
      stalledMilliseconds,
      idleMilliseconds: second * idle,
      isFull: isFull(second),
    });
  });
}

const seconds = (count: number, milliseconds: number) => Array.from({ length: count }, () => milliseconds);

test("what waits for memory for more than half of its time is stalled, once that was so for as long as is looked at", () => {
  expect(judge(seconds(14, 620)).indexOf(true)).toBe(10);
});

test("what waited before, and does something else by now, isn't", () => {
  expect(judge([...seconds(5, 900), ...seconds(20, 100)])).not.toContain(true);
});

test("what goes on beside it isn't, though its memory is full", () => {
  expect(judge(seconds(60, 400))).not.toContain(true);
});

test("that it has no processor for a while on a busy machine isn't counted for it, nor against it", () => {
  expect(judge(seconds(14, 350), undefined, 400).indexOf(true)).toBe(10);
  expect(judge(seconds(60, 100), undefined, 700)).not.toContain(true);
});

test("what waits for the memory of others isn't: that of its own isn't full", () => {
  expect(judge(seconds(60, 900), () => false)).not.toContain(true);
  expect(judge(seconds(19, 900), (second) => second !== 9)).not.toContain(true);
});

const PRESSURE = (total: number) =>
  `some avg10=61.10 avg60=32.20 avg300=8.60 total=99000000\nfull avg10=60.30 avg60=31.24 avg300=8.33 total=${total}\n`;

test.each<[string, Record<string, string>, MemoryLook | null]>([
  [
    "version 2",
    {
      "memory.pressure": PRESSURE(1_500_000),
      "cpu.pressure": PRESSURE(4000),
      "memory.current": "199000000\n",
      "memory.max": "209715200\n",
    },
    { atMilliseconds: 7, stalledMilliseconds: 1500, idleMilliseconds: 4, isFull: true },
  ],
  [
    "version 1",
    { "memory.pressure": PRESSURE(0), "memory.usage_in_bytes": "100\n", "memory.limit_in_bytes": "209715200\n" },
    { atMilliseconds: 7, stalledMilliseconds: 0, idleMilliseconds: 0, isFull: false },
  ],
  [
    "no limit",
    { "memory.pressure": PRESSURE(0), "memory.current": "199000000\n", "memory.max": "max\n" },
    { atMilliseconds: 7, stalledMilliseconds: 0, idleMilliseconds: 0, isFull: false },
  ],
  ["a kernel that doesn't count it", { "memory.current": "199000000\n", "memory.max": "209715200\n" }, null],
])("the kernel's words are read: %s", (_kind, files, look) => {
  expect(lookAtMemory((name) => files[name] ?? null, 7)).toEqual(look);
  const readOrThrow = (name: string) => {
    const text = files[name];
    if (text === undefined) {
      throw new Error("ENOENT");
    }
    return text;
  };
  expect(lookAtMemory(readOrThrow, 7)).toEqual(look);
});
