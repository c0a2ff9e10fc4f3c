import pino from "pino";
import { expect, test } from "vitest";
import { type JobsDeps, runJobs } from "./jobs.ts";

/** A worker whose executions are done as soon as they are claimed, but for those that the test holds. */
function startWorker(waiting: string[], held: Set<string> = new Set()) {
  const stop = new AbortController();
  const worker: { failure: Error | null; leftoversFail: boolean; mayBegin: boolean } = {
    ...{ failure: null, leftoversFail: false, mayBegin: true },
  };
  const claimed: string[] = [];
  /** What its log says of whether it is ready. */
  const told: boolean[] = [];
  const handlers = new Set<(executionId: null) => void>();
  const steps = {
    environments: { destroy: async () => undefined },
    repos: { get: async () => null },
    executions: {
      get: async (id: string) => {
        await expect.poll(() => held).not.toContain(id);
        return null;
      },
      getTask: async () => null,
      release: async () => undefined,
    },
  };
  const deps = {
    ...{ workerId: "w", environmentNamespace: "local", places: 2, signal: stop.signal },
    steps: steps as unknown as JobsDeps["steps"],
    queue: {
      claimNext: async () => {
        if (worker.failure !== null) {
          throw worker.failure;
        }
        const executionId = waiting.shift();
        claimed.push(...(executionId === undefined ? [] : [executionId]));
        return executionId === undefined ? null : { executionId, epoch: 1 };
      },
    },
    sweepLeftovers: async () => {
      if (worker.leftoversFail) {
        throw new Error("away");
      }
    },
    noteReady: () => undefined,
    mayBegin: () => worker.mayBegin,
    wakeUps: {
      listen: async (handler: (executionId: string | null) => void) => {
        handlers.add(handler);
        return () => handlers.delete(handler);
      },
    },
    log: pino({ level: "info" }, { write: (line: string) => void told.push(JSON.parse(line).ready) }),
  } satisfies JobsDeps;
  const wake = () => {
    for (const handler of handlers) {
      handler(null);
    }
  };
  return Object.assign(worker, { stop, claimed, told, wake, ended: runJobs(deps) });
}

test("a worker that is told to stop while it starts ends", async () => {
  const worker = startWorker([]);
  worker.stop.abort();
  await expect(worker.ended).resolves.toBeUndefined();
});

test("a worker works until it is told to stop, and then ends", async () => {
  const worker = startWorker([]);
  let hasEnded = false;
  const ended = worker.ended.then(() => {
    hasEnded = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(hasEnded).toBe(false);
  worker.stop.abort();
  await ended;
});

test("a worker whose database is away when it starts waits for it", async () => {
  const worker = startWorker(["a"]);
  worker.leftoversFail = true;
  await expect.poll(() => worker.told).toEqual([false]);
  expect(worker.claimed).toEqual([]);
  worker.leftoversFail = false;
  worker.wake();
  await expect.poll(() => worker.claimed).toEqual(["a"]);
  expect(worker.told).toEqual([false, true]);
});

test("a worker claims all that can be had when it starts and when it is woken", async () => {
  const waiting = ["a", "b"];
  const worker = startWorker(waiting);
  await expect.poll(() => worker.claimed).toEqual(["a", "b"]);
  waiting.push("c");
  worker.wake();
  await expect.poll(() => worker.claimed).toEqual(["a", "b", "c"]);
  worker.stop.abort();
  await worker.ended;
});

test("a worker claims nothing where no environment may be begun, and all that waits once one may", async () => {
  const waiting = ["a"];
  const worker = startWorker(waiting);
  await expect.poll(() => worker.claimed).toEqual(["a"]);
  worker.mayBegin = false;
  waiting.push("b");
  worker.wake();
  await new Promise((resolve) => setImmediate(resolve));
  expect(worker.claimed).toEqual(["a"]);
  worker.mayBegin = true;
  worker.wake();
  await expect.poll(() => worker.claimed).toEqual(["a", "b"]);
  worker.stop.abort();
  await worker.ended;
});

test("a worker that couldn't look for a while says when it is ready again", async () => {
  const worker = startWorker([]);
  await expect.poll(() => worker.told).toEqual([true]);
  worker.failure = new Error("the database is away");
  worker.wake();
  await expect.poll(() => worker.told).toEqual([true, false]);
  worker.failure = null;
  worker.wake();
  await expect.poll(() => worker.told).toEqual([true, false, true]);
  worker.stop.abort();
  await worker.ended;
});

test("a worker looks for the next execution as soon as one has ended, without being woken", async () => {
  const waiting = ["a"];
  const held = new Set(["a"]);
  const worker = startWorker(waiting, held);
  await expect.poll(() => worker.claimed).toEqual(["a"]);
  waiting.push("b");
  held.clear();
  await expect.poll(() => worker.claimed).toEqual(["a", "b"]);
  worker.stop.abort();
  await worker.ended;
});

test("a worker that is told to stop gives back what it conducts before it ends", async () => {
  const held = new Set(["a"]);
  const worker = startWorker(["a"], held);
  await expect.poll(() => worker.claimed).toEqual(["a"]);
  let hasEnded = false;
  const ended = worker.ended.then(() => {
    hasEnded = true;
  });
  worker.stop.abort();
  await new Promise((resolve) => setImmediate(resolve));
  expect(hasEnded).toBe(false);
  held.clear();
  await ended;
});
