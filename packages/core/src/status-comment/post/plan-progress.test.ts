import { expect, test } from "vitest";
import { planProgress } from "./plan-progress.ts";

const startedAt = new Date("2026-01-01T12:00:00Z");
const at = (minutes: number) => new Date(startedAt.getTime() + minutes * 60_000);

test.each([
  [null, 1, 0.5],
  [0.5, 1, 1],
  [9.5, 1, 10],
  [10, 1, 12],
  [60, 1, 62],
  [0, 10, 3],
  [10, 10, 13],
  [10, 40, 22],
])(
  "after a text at minute %s, with %i tasks of the account, progress is told at minute %d",
  (edited, live, expected) => {
    expect(planProgress({ startedAt, editedAt: edited === null ? null : at(edited), live })).toEqual(at(expected));
  },
);
