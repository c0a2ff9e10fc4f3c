import { z } from "zod";
import type { TaskChange } from "../task/feed/task-change.ts";
import type { TaskStatus } from "../task/task.ts";

/** What somebody wants to know of who doesn't watch. */
export const NotificationKind = z.enum(["done", "needs_you", "failed"]);
export type NotificationKind = z.infer<typeof NotificationKind>;

/** What was cancelled was so by somebody who knows. */
const KIND_OF_STATUS: Partial<Record<TaskStatus, NotificationKind>> = {
  completed: "done",
  failed: "failed",
  refused: "failed",
  awaiting_approval: "needs_you",
  paused_budget: "needs_you",
};

/** The statuses that are told. */
export const TOLD_STATUSES = Object.keys(KIND_OF_STATUS) as TaskStatus[];

/** What a change of a task means to who waits for it; null: nothing. */
export function kindOfChange({ body }: Pick<TaskChange, "body">): NotificationKind | null {
  switch (body.type) {
    case "status":
      return KIND_OF_STATUS[body.status] ?? null;
    case "spending_warned":
      // To raise the budget, or to end the task, before it ends by itself.
      return "needs_you";
    default:
      return null;
  }
}
