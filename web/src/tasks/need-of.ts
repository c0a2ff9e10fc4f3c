import type { Execution, ListedTask } from "@catalyst/api";

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

type Branched = Looked & Pick<ListedTask, "branch" | "taskType" | "sourceType">;
type Results = readonly Pick<Execution, "result">[];

/** What comes from a pull request, or goes on with one, has a branch before anything was done. */
const OF_OTHERS: readonly ListedTask["sourceType"][] = ["github_pr", "revision"];

/** Whether its branch is there, or something that can become it, or will be: it may end without a commit. */
export function hasBranch(task: Branched, executions: Results): boolean {
  const isMade = executions.some(({ result }) => result !== null && result.headCommit !== null);
  return task.branch !== null && (!isOver(task) || OF_OTHERS.includes(task.sourceType) || isMade);
}

/** Whether the newest base is to be brought into its branch: it has one of its own, and no agent works on it. */
export function canUpdate(task: Branched, executions: Results): boolean {
  const isItsOwn = task.taskType !== "pr_review" && task.status !== "refused" && hasBranch(task, executions);
  return isItsOwn && (isOver(task) || needOf(task) === "result");
}
