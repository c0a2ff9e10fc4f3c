import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { identifyProcess } from "@catalyst/machine";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createWaitingProgram } from "./waiting-program.ts";

const ORDER = { input: "order", seconds: 120, signal: null };
/** Answers with its own number, as soon as it is asked. */
const PROGRAM = `
  process.stdin.once("data", () => {
    console.log(process.pid);
    process.exit();
  })`;

let folder: string;
let pidFile: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "catalyst-waiting-"));
  pidFile = join(folder, "pids");
});
afterEach(() => rm(folder, { recursive: true }));

/** Each that starts notes its number. */
async function createWaiting(patienceMilliseconds?: number) {
  const program = join(folder, "program.mjs");
  const note = `import { appendFileSync } from "node:fs"; appendFileSync(${JSON.stringify(pidFile)}, process.pid + "\\n");`;
  await writeFile(pidFile, "");
  await writeFile(program, note + PROGRAM);
  const limits = { memoryMib: 1024, cpuSeconds: 60 };
  return createWaitingProgram({ program, limits, maxOutputBytes: 1000 }, patienceMilliseconds);
}

async function listStarted(): Promise<number[]> {
  return (await readFile(pidFile, "utf8")).split("\n").filter(Boolean).map(Number);
}

test("one that was prepared takes the first order, once, and the next has its own", async () => {
  const waiting = await createWaiting();
  waiting.prepare();
  waiting.prepare();
  await expect.poll(listStarted).toHaveLength(1);
  const [prepared] = await listStarted();
  expect(await waiting.take().give(ORDER)).toEqual({ kind: "answered", output: `${prepared}\n` });
  const next = await waiting.take().give(ORDER);
  expect(await listStarted()).toHaveLength(2);
  expect(next).not.toEqual({ kind: "answered", output: `${prepared}\n` });
});

test("one that has ended while it waited is replaced", async () => {
  const waiting = await createWaiting();
  waiting.prepare();
  await expect.poll(listStarted).toHaveLength(1);
  const [prepared = 0] = await listStarted();
  process.kill(prepared, "SIGKILL");
  // Its end is known here when it was told to us, and its number is free then.
  await expect.poll(() => existsSync(`/proc/${prepared}`)).toBe(false);
  expect(await waiting.take().give(ORDER)).toMatchObject({ kind: "answered" });
});

test("one that nobody takes is ended, and another one can be prepared", async () => {
  const waiting = await createWaiting(2000);
  const countStarted = async () => {
    waiting.prepare();
    return (await listStarted()).length;
  };
  await expect.poll(countStarted).toBeGreaterThan(1);
  await expect.poll(async () => (await listStarted()).every((pid) => identifyProcess(pid) === null)).toBe(true);
});
