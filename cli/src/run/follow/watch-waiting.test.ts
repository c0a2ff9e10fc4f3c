import type { TaskDetails } from "@catalyst/api";
import { expect, test } from "vitest";
import { watchWaiting } from "./watch-waiting.ts";

function tellOf(looks: TaskDetails["waiting"][]): string[] {
  const told: string[] = [];
  const watch = watchWaiting((words) => told.push(words));
  for (const waiting of looks) {
    watch({ waiting });
  }
  return told;
}

test("a task that waits is told once, and again when fewer are before it", () => {
  const two = { before: 2, placed: 4 };
  const one = { before: 1, placed: 4 };
  expect(tellOf([two, two, two, one, one, null, null])).toEqual(["waiting, 2 before it", "waiting, 1 before it"]);
});

test("a task that gets its place within moments isn't said to wait", () => {
  expect(tellOf([{ before: 0, placed: 1 }, null, null])).toEqual([]);
});
