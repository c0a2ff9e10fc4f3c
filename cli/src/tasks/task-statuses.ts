import type { TaskStatus } from "@catalyst/api";

/** Without the contract's schemas, which cost a command its start; that none is missing is proven by the type. */
const STATUSES: Record<TaskStatus, true> = {
  pending: true,
  provisioning: true,
  running: true,
  awaiting_approval: true,
  paused_budget: true,
  publishing: true,
  completed: true,
  failed: true,
  cancelled: true,
  refused: true,
};

export const TASK_STATUSES = Object.keys(STATUSES) as TaskStatus[];
