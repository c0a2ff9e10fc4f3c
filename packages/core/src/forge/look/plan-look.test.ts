import { expect, test } from "vitest";
import { type LookPace, planFailedLook, planLook } from "./plan-look.ts";

const now = new Date("2026-05-02T10:00:00Z");
const PACE: LookPace = { now, hasWebhook: false, places: 3, forgeSeconds: null };

const secondsOf = (dueAt: Date) => (dueAt.getTime() - now.getTime()) / 1000;
const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
const plan = (foundAt: Date | null, pace: Partial<LookPace> = {}) =>
  secondsOf(planLook({ subject: "repository", foundAt }, { ...PACE, ...pace }));

test("a repository in which something happens is looked at every 20 seconds, and less often the longer nothing does", () => {
  expect([minutesAgo(1), minutesAgo(30), minutesAgo(90), null].map((foundAt) => plan(foundAt))).toEqual([
    20, 40, 60, 60,
  ]);
});

test("beside a webhook it is looked at every ten minutes", () => {
  expect(plan(minutesAgo(1), { hasWebhook: true })).toBe(600);
});

test("what was told in vain is looked for every minute, and soon again where there was some, unless that is long to read", () => {
  const planDeliveries = (foundAt: Date | null, forgeSeconds: number | null = null) =>
    secondsOf(planLook({ subject: "deliveries", foundAt }, { ...PACE, hasWebhook: true, forgeSeconds }));
  expect([null, minutesAgo(3), minutesAgo(1)].map((foundAt) => planDeliveries(foundAt))).toEqual([60, 60, 20]);
  expect(planDeliveries(minutesAgo(1), 150)).toBe(150);
});

test("the forge may want it less often, and many repositories share what may be asked", () => {
  expect(plan(minutesAgo(1), { forgeSeconds: 60 })).toBe(60);
  expect(plan(minutesAgo(1), { places: 300 })).toBe(300);
});

test("what fails is tried ever later, at most ten minutes, and never before the forge may be asked", () => {
  const failed = (failures: number, until: Date | null = null) => secondsOf(planFailedLook(failures, { now, until }));
  expect([failed(0), failed(1), failed(3), failed(1000)]).toEqual([20, 40, 160, 600]);
  expect(failed(0, new Date(now.getTime() + 3600_000))).toBe(3600);
});
