import type { TaskStatus } from "../task/task.ts";

/** What a task's comment on a forge says of it, in one word. */
export type StatusWord = "started" | "working" | "completed" | "failed";

const WORDS: Readonly<Record<TaskStatus, StatusWord>> = {
  pending: "started",
  provisioning: "started",
  running: "working",
  // People are waited for: nothing is over.
  awaiting_approval: "working",
  paused_budget: "working",
  publishing: "working",
  completed: "completed",
  failed: "failed",
  cancelled: "failed",
  refused: "failed",
};

export function statusWordOf(status: TaskStatus): StatusWord {
  return WORDS[status];
}

/** Whether nothing follows by itself. */
export function isLast(word: StatusWord): boolean {
  return word === "completed" || word === "failed";
}
