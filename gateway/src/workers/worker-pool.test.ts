import { afterEach, expect, test } from "vitest";
import { createWorkerPool, type WorkerPool } from "./worker-pool.ts";

type Job = "echo" | "hang" | "die";

const SCRIPT = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort, threadId } from "node:worker_threads";
    parentPort.on("message", (job) => {
      if (job === "hang") for (;;);
      if (job === "die") process.exit(1);
      parentPort.postMessage({ threadId, env: Object.keys(process.env) });
    });`)}`,
);

let pool: WorkerPool<Job, { threadId: number; env: string[] }>;

afterEach(() => pool.close());

function start(deadlineSeconds = 20) {
  pool = createWorkerPool({ script: SCRIPT, threads: 2, deadlineSeconds });
  return (job: Job, owner = "a") => pool.run({ owner, job });
}

test("a job that takes too long is ended, and the next one is done by another thread", async () => {
  const run = start(0.5);
  await expect(run("hang")).rejects.toThrow("longer than 0.5 seconds");
  expect(await run("echo")).toMatchObject({ env: [] });
});

test("a thread that dies fails its job only", async () => {
  const run = start();
  const [died, lived] = await Promise.allSettled([run("die", "a"), run("echo", "b")]);
  expect([died.status, lived.status]).toEqual(["rejected", "fulfilled"]);
  expect(await run("echo", "a")).toMatchObject({ env: [] });
});

test("one owner's long job leaves a thread for the others", async () => {
  const run = start(1);
  const long = Promise.allSettled([run("hang", "a"), run("hang", "a"), run("hang", "a")]);
  expect(await run("echo", "b")).toMatchObject({ env: [] });
  await pool.close();
  await long;
});

test("when the pool closes, what waits fails", async () => {
  const run = start();
  const waiting = Promise.allSettled([run("hang", "a"), run("echo", "a")]);
  await pool.close();
  expect((await waiting).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
});
