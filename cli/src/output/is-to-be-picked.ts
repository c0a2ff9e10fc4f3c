import type { Task } from "@catalyst/api";

type Waiting = Pick<Task, "status" | "plan" | "result">;

/** Whether a task waits for a person to choose among the results of a race, and not for a word on its plan or its one result. */
export function isToBePicked({ status, plan, result }: Waiting): boolean {
  return status === "awaiting_approval" && (plan === null || plan.approvedAt !== null) && result?.hold == null;
}

/** Whether a task waits for a person's word before its result is published. */
export function isHeld({ status, result }: Pick<Task, "status" | "result">): boolean {
  return status === "awaiting_approval" && result?.hold != null;
}
