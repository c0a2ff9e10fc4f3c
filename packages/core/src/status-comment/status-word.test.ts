import { expect, test } from "vitest";
import { TaskStatus } from "../task/task.ts";
import { isFinal } from "../task/task-state.ts";
import { isLast, type StatusWord, statusWordOf } from "./status-word.ts";

const EXPECTED: Record<TaskStatus, StatusWord> = {
  pending: "started",
  provisioning: "started",
  running: "working",
  awaiting_approval: "working",
  paused_budget: "working",
  publishing: "working",
  completed: "completed",
  failed: "failed",
  cancelled: "failed",
  refused: "failed",
};

test.each(TaskStatus.options)("a task that is %s has its word", (status) => {
  expect(statusWordOf(status)).toBe(EXPECTED[status]);
});

test("a word is the last one exactly where the task has ended", () => {
  for (const status of TaskStatus.options) {
    expect(isLast(statusWordOf(status))).toBe(isFinal(status));
  }
});
