import { once } from "node:events";
import { mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NOTHING_SWEPT } from "@catalyst/core";
import pino from "pino";
import { afterEach, beforeEach, expect, test } from "vitest";
import { sweepRegularly } from "./sweep-regularly.ts";

const A_MINUTE = 60_000;

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "catalyst-sweep-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** A worker that sweeps, and how often it did. */
function startSweeping() {
  const stop = new AbortController();
  const counts = { sweeps: 0 };
  /** How long it means to wait, each time. Only what is short passes. */
  const pauses: number[] = [];
  const pause = async (milliseconds: number, signal: AbortSignal) => {
    pauses.push(milliseconds);
    if (milliseconds > A_MINUTE && !signal.aborted) {
      await once(signal, "abort");
    }
  };
  const sweep = async () => {
    counts.sweeps += 1;
    return NOTHING_SWEPT;
  };
  const markPath = join(folder, "swept");
  const ended = sweepRegularly({ markPath, sweep, log: pino({ level: "silent" }), signal: stop.signal, pause });
  const end = async () => {
    stop.abort();
    await ended;
    return counts.sweeps;
  };
  return { counts, pauses, end, markPath };
}

test("a home that was never swept is swept soon after a worker starts, and then not again within the hour", async () => {
  const first = startSweeping();
  await expect.poll(() => first.counts.sweeps).toBe(1);
  expect(await first.end()).toBe(1);
  const second = startSweeping();
  await expect.poll(() => second.pauses).toHaveLength(2);
  expect(second.pauses[1]).toBeGreaterThan(59 * A_MINUTE);
  expect(await second.end()).toBe(0);
});

test("a home that was swept more than an hour ago is swept again", async () => {
  const markPath = join(folder, "swept");
  await writeFile(markPath, "");
  const longAgo = new Date(Date.now() - 2 * 60 * 60 * 1000);
  await utimes(markPath, longAgo, longAgo);
  const worker = startSweeping();
  await expect.poll(() => worker.counts.sweeps).toBe(1);
  await worker.end();
});

test("a worker that is told to stop before sweeps nothing and ends at once", async () => {
  expect(await startSweeping().end()).toBe(0);
});
