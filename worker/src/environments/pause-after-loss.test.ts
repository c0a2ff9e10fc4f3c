import { randomUUID } from "node:crypto";
import type { EnvironmentStatus } from "@catalyst/core";
import { memoryEnvironments } from "@catalyst/core/testing";
import { expect, test } from "vitest";
import { pauseAfterLoss } from "./pause-after-loss.ts";

function open() {
  const clock = { now: 0 };
  const inner = memoryEnvironments();
  const told: string[] = [];
  const onPause = (reason: string) => void told.push(reason);
  const place = pauseAfterLoss({ environments: inner, now: () => clock.now, onPause });
  return { ...place, inner, clock, told };
}
const REFUSED: Extract<EnvironmentStatus, { kind: "refused" }> = {
  ...{ kind: "refused", code: "isolation", reason: "It reached 10.96.0.1:443.", facts: [] },
};

test("nothing more is begun for a while where one environment wasn't isolated, and that is told once", async () => {
  const { environments, inner, clock, told, mayBegin } = open();
  const executionId = randomUUID();
  inner.set(executionId, REFUSED);
  expect(mayBegin()).toBe(true);
  await environments.observe(executionId);
  await environments.observe(executionId);
  expect([mayBegin(), told]).toEqual([false, [REFUSED.reason]]);
  clock.now = 300_000;
  expect(mayBegin()).toBe(true);
});

test.each(["quota", "image", "gateway"] as const)("a refusal for %s says nothing of others", async (code) => {
  const { environments, inner, mayBegin } = open();
  const executionId = randomUUID();
  inner.set(executionId, { ...REFUSED, code });
  await environments.observe(executionId);
  expect(mayBegin()).toBe(true);
});
