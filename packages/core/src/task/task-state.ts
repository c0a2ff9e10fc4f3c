import type { TaskStatus } from "./task.ts";

const NEXT: Record<TaskStatus, readonly TaskStatus[]> = {
  pending: ["provisioning", "publishing", "paused_budget", "failed", "cancelled", "refused"],
  // At once to publishing where no environment is needed for what was asked.
  provisioning: ["running", "publishing", "failed", "cancelled"],
  // Back where an environment ended before its agent could begin.
  running: ["provisioning", "publishing", "awaiting_approval", "paused_budget", "failed", "cancelled"],
  awaiting_approval: ["pending", "cancelled"],
  paused_budget: ["pending", "cancelled"],
  publishing: ["completed", "awaiting_approval", "failed", "cancelled"],
  completed: ["pending"],
  failed: ["pending"],
  cancelled: ["pending"],
  refused: ["pending"],
};

/** Whether a task may go from one status to the other; only a further execution leaves those that wait or have ended. */
export function canMove(from: TaskStatus, to: TaskStatus): boolean {
  return NEXT[from].includes(to);
}

/** Whether a task has ended. Only a person can give it a further execution. */
export function isFinal(status: TaskStatus): boolean {
  return status === "completed" || status === "failed" || status === "cancelled" || status === "refused";
}

/** Whether nothing more happens to a task by itself: it has ended, or waits for a person. No execution of it runs. */
export function isSettled(status: TaskStatus): boolean {
  return isFinal(status) || status === "awaiting_approval" || status === "paused_budget";
}
