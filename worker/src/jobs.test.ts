import pino from "pino";
import { expect, test } from "vitest";
import { type JobsDeps, runJobs } from "./jobs.ts";

/** A worker that finds nothing to do. */
function idleDeps(signal: AbortSignal): JobsDeps {
  const steps = {
    environments: { list: async () => [] },
    repositories: { listQuarantines: async () => [] },
    executions: { listClaimable: async () => [] },
  };
  return {
    workerId: "w",
    steps: steps as unknown as JobsDeps["steps"],
    wakeUps: { listen: async () => () => undefined },
    log: pino({ level: "silent" }),
    signal,
  };
}

test("a worker that is told to stop while it starts ends", async () => {
  const stop = new AbortController();
  stop.abort();
  await expect(runJobs(idleDeps(stop.signal))).resolves.toBeUndefined();
});

test("a worker works until it is told to stop, and then ends", async () => {
  const stop = new AbortController();
  let hasEnded = false;
  const working = runJobs(idleDeps(stop.signal)).then(() => {
    hasEnded = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(hasEnded).toBe(false);
  stop.abort();
  await working;
});
