import type { AgentTask, TaskSourceType } from "../../task/task.ts";

const WITH_THREAD: readonly TaskSourceType[] = ["github_issue", "github_pr"];

/** The number of the issue or pull request that a task came from; null: it came from nowhere that takes comments. */
export function threadOf({ sourceType, sourceNumber }: Pick<AgentTask, "sourceType" | "sourceNumber">): number | null {
  return WITH_THREAD.includes(sourceType) ? sourceNumber : null;
}
