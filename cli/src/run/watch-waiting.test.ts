import type { AgentTask, WaitingExecution } from "@catalyst/core";
import { expect, test } from "vitest";
import { watchWaiting } from "./watch-waiting.ts";

const TASK = { id: "t", status: "pending" } as AgentTask;

async function tellOf(looks: (Pick<WaitingExecution, "before" | "placed"> | null)[]) {
  const told: string[] = [];
  const left = [...looks];
  const listWaiting = async () => {
    const waiting = left.shift() ?? null;
    return waiting === null ? [] : [{ executionId: "e", taskId: "t", ...waiting }];
  };
  const watch = watchWaiting({ listWaiting }, (words) => told.push(words));
  for (const _ of looks) {
    await watch(TASK);
  }
  return told;
}

test("a task that waits is told once, and again when fewer are before it", async () => {
  const two = { before: 2, placed: 4 };
  const one = { before: 1, placed: 4 };
  expect(await tellOf([two, two, two, one, one, null, null])).toEqual(["waiting, 2 before it", "waiting, 1 before it"]);
});

test("a task that gets its place within moments isn't said to wait", async () => {
  expect(await tellOf([{ before: 0, placed: 1 }, null, null])).toEqual([]);
});
