import { expect, test } from "vitest";
import { TaskChangeBody } from "../task/feed/task-change.ts";
import { TaskStatus } from "../task/task.ts";
import { kindOfChange } from "./notification-kind.ts";

test("each status in which nothing goes on by itself is told as what it means, but for what somebody cancelled", () => {
  const kinds = TaskStatus.options.map((status) => [
    status,
    kindOfChange({ body: { type: "status", status, failureReason: null } }),
  ]);
  expect(Object.fromEntries(kinds)).toEqual({
    pending: null,
    provisioning: null,
    running: null,
    publishing: null,
    awaiting_approval: "needs_you",
    paused_budget: "needs_you",
    completed: "done",
    failed: "failed",
    refused: "failed",
    cancelled: null,
  });
});

test("a budget that comes to its end is told as what needs somebody", () => {
  const warning = { of: "budget", scope: "task", unit: "usd", limit: 2, spent: 1.7 } as const;
  expect(kindOfChange({ body: { type: "spending_warned", ...warning } })).toBe("needs_you");
});

test("what else happens to a task is nothing to be told of, nor what only a newer version knows", () => {
  expect(kindOfChange({ body: TaskChangeBody.parse({ type: "created" }) })).toBeNull();
  expect(kindOfChange({ body: { type: "unknown", stored: { type: "status", status: "completed" } } })).toBeNull();
});
