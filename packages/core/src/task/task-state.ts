import type { TaskStatus } from "./task.ts";

const NEXT: Record<TaskStatus, readonly TaskStatus[]> = {
  pending: ["provisioning", "failed", "cancelled"],
  provisioning: ["running", "failed", "cancelled"],
  running: ["publishing", "awaiting_approval", "failed", "cancelled"],
  awaiting_approval: ["pending", "publishing", "failed", "cancelled"],
  publishing: ["completed", "failed", "cancelled"],
  completed: [],
  failed: ["pending"],
  cancelled: ["pending"],
};

/** Whether a task may go from one status to the other; only a retry leaves `failed` and `cancelled`. */
export function canMove(from: TaskStatus, to: TaskStatus): boolean {
  return NEXT[from].includes(to);
}

/** Whether nothing more happens to a task by itself. */
export function isFinal(status: TaskStatus): boolean {
  return status === "completed" || status === "failed" || status === "cancelled";
}
