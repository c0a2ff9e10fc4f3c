import { expect, test } from "vitest";
import { planRetry } from "./plan-retry.ts";

const NOW = new Date("2026-01-01T00:00:00Z");
const item = (attempts: number, lifetimeSeconds = 86_400) => ({
  attempts,
  expiresAt: new Date(NOW.getTime() + lifetimeSeconds * 1000),
});

function secondsUntil(attempts: number, chance: number): number {
  const outcome = planRetry(item(attempts), "no", { now: NOW, random: () => chance });
  return outcome.kind === "again" ? (outcome.dueAt.getTime() - NOW.getTime()) / 1000 : Number.NaN;
}

test("each pause is twice the one before, up to an hour, and between half of it and all of it by chance", () => {
  expect([1, 2, 3, 9, 10, 1000].map((attempts) => secondsUntil(attempts, 1))).toEqual([10, 20, 40, 2560, 3600, 3600]);
  expect([1, 2, 1000].map((attempts) => secondsUntil(attempts, 0))).toEqual([5, 10, 1800]);
});

test("what would be tried after its time is given up, with the reason", () => {
  const outcome = planRetry(item(3, 39), "answered 500", { now: NOW, random: () => 1 });
  expect(outcome).toEqual({ kind: "dead", problem: "answered 500" });
});

test("a reason is kept as far as 300 characters", () => {
  const outcome = planRetry(item(1), "x".repeat(1000), { now: NOW, random: () => 1 });
  expect(outcome).toMatchObject({ problem: "x".repeat(300) });
});
