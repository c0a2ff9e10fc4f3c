import type { ListedTask } from "@catalyst/api";

type Looked = Pick<ListedTask, "status" | "plan" | "result" | "options">;

/** What a task waits for a person's word on; null: on none. */
export type Need = "plan" | "result" | "race" | "budget";

export function needOf({ status, plan, result, options }: Looked): Need | null {
  if (status === "paused_budget") {
    return "budget";
  }
  if (status !== "awaiting_approval") {
    return null;
  }
  if (plan !== null && plan.approvedAt === null) {
    return "plan";
  }
  return options.race !== null && result?.hold == null ? "race" : "result";
}

const OVER: readonly ListedTask["status"][] = ["completed", "failed", "cancelled", "refused"];

export function isOver({ status }: Pick<ListedTask, "status">): boolean {
  return OVER.includes(status);
}

const RETRIED: readonly ListedTask["status"][] = ["failed", "cancelled", "refused"];

/** Whether it can be begun afresh. */
export function canRetry({ status }: Pick<ListedTask, "status">): boolean {
  return RETRIED.includes(status);
}

type Updated = Looked & Pick<ListedTask, "branch" | "taskType">;

/** Whether the newest base is to be brought into its branch: it has one of its own, and no agent works on it. */
export function canUpdate(task: Updated): boolean {
  const hasBranch = task.branch !== null && task.taskType !== "pr_review" && task.status !== "refused";
  return hasBranch && (isOver(task) || needOf(task) === "result");
}
