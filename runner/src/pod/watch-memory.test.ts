import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { MemoryStalled, watchMemory } from "./watch-memory.ts";

let group: string;

beforeEach(() => {
  group = mkdtempSync(join(tmpdir(), "catalyst-watch-memory-"));
  writeFileSync(join(group, "memory.max"), "209715200\n");
});

afterEach(() => rmSync(group, { recursive: true }));

/** As the kernel has it of a group in which all waits all the time. */
function countStalls(): NodeJS.Timeout {
  const from = performance.now();
  const tell = () => {
    const total = Math.round((performance.now() - from) * 1000);
    writeFileSync(join(group, "memory.pressure"), `some avg10=99.00 total=${total}\nfull avg10=99.00 total=${total}\n`);
  };
  tell();
  return setInterval(tell, 5);
}

const looks = { everyMilliseconds: 5, windowMilliseconds: 100 };

test("what does nothing but wait for memory is ended", async () => {
  writeFileSync(join(group, "memory.current"), "209000000\n");
  const counting = countStalls();
  const signal = watchMemory({ group, ...looks });
  await (signal.aborted ? undefined : once(signal, "abort"));
  clearInterval(counting);
  expect(signal.reason).toBeInstanceOf(MemoryStalled);
});

test("what waits while others have the memory isn't, nor where the kernel counts nothing", async () => {
  const counted = watchMemory({ group: join(group, "missing"), ...looks });
  writeFileSync(join(group, "memory.current"), "100000000\n");
  const counting = countStalls();
  const others = watchMemory({ group, ...looks });
  await sleep(500);
  clearInterval(counting);
  expect([counted.aborted, others.aborted]).toEqual([false, false]);
});
