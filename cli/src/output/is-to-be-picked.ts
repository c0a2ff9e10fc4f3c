import type { Task } from "@catalyst/api";

/** Whether a task waits for a person to choose among the results of a race, and not for a word on its plan. */
export function isToBePicked({ status, plan }: Pick<Task, "status" | "plan">): boolean {
  return status === "awaiting_approval" && (plan === null || plan.approvedAt !== null);
}
