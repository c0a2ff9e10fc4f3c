import { randomUUID } from "node:crypto";
import type { EnvironmentStatus } from "@catalyst/core";
import { memoryEnvironments } from "@catalyst/core/testing";
import type { IsolationCheck } from "@catalyst/kubernetes";
import { expect, test, vi } from "vitest";
import { pauseAfterLoss } from "./pause-after-loss.ts";

/** `checks`: what each check finds, one after the other; none: there is nothing to try. */
function open(checks: IsolationCheck[] | null = []) {
  const clock = { now: 0 };
  const inner = memoryEnvironments();
  const told: string[] = [];
  const ending = new AbortController();
  const check = async (): Promise<IsolationCheck> => checks?.shift() ?? { kind: "isolated" };
  const place = pauseAfterLoss({
    ...{ environments: inner, now: () => clock.now, signal: ending.signal },
    checkLike: async () => (checks === null ? null : check),
    async wait(milliseconds) {
      clock.now += milliseconds;
      await new Promise((resolve) => setImmediate(resolve));
    },
    onPause: (reason) => void told.push(reason),
    onResume: () => void told.push("resumed"),
  });
  const observe = async (status: EnvironmentStatus) => {
    const executionId = randomUUID();
    inner.set(executionId, status);
    return await place.environments.observe(executionId);
  };
  return { ...place, observe, clock, told };
}
const REFUSED: Extract<EnvironmentStatus, { kind: "refused" }> = {
  ...{ kind: "refused", code: "isolation", reason: "It reached 10.96.0.1:443.", facts: [] },
};
const TRIPPED: EnvironmentStatus = {
  ...{ kind: "exited", exitCode: null, reason: "isolation_lost", stages: [], facts: [] },
  output: "From inside was reached: 10.96.0.1:443",
};

test("nothing more is begun where one environment wasn't isolated, until another one was tried there and is", async () => {
  const { observe, told, mayBegin } = open([
    { kind: "not_isolated", reason: "It reached 10.96.0.1:443." },
    { kind: "not_isolated", reason: "It reached 169.254.169.254:80." },
    { kind: "unknown", reason: "no room" },
  ]);
  expect(mayBegin()).toBe(true);
  await observe(REFUSED);
  await observe(REFUSED);
  expect([mayBegin(), told]).toEqual([false, [REFUSED.reason]]);
  await vi.waitFor(() => expect(mayBegin()).toBe(true));
  expect(told).toEqual([REFUSED.reason, "It reached 169.254.169.254:80.", "resumed"]);
});

test("an environment that lost its isolation while it worked counts as much", async () => {
  const { observe, told, mayBegin } = open();
  await observe(TRIPPED);
  expect([mayBegin(), told]).toEqual([false, ["From inside was reached: 10.96.0.1:443"]]);
  await vi.waitFor(() => expect(mayBegin()).toBe(true));
});

test("where nothing can be tried, five minutes are waited", async () => {
  const { observe, clock, mayBegin } = open(null);
  await observe(REFUSED);
  await vi.waitFor(() => expect(mayBegin()).toBe(true));
  expect(clock.now).toBe(300_000);
});

test.each(["quota", "image", "gateway"] as const)("a refusal for %s says nothing of others", async (code) => {
  const { observe, mayBegin } = open();
  await observe({ ...REFUSED, code });
  expect(mayBegin()).toBe(true);
});
