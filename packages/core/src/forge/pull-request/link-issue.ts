import type { AgentTask } from "../../task/task.ts";

export interface LinkedWork {
  task: Pick<AgentTask, "sourceType" | "sourceNumber">;
  /** Whether its base is the repository's default branch: on others words that close are not heeded. */
  isOntoDefault: boolean;
  /** All that was asked for is in it, as far as anybody can tell. */
  isWhole: boolean;
}

/** The line that ties a pull request to the issue that it is of; null: it is of none. The one live closing word of its text. */
export function linkIssue({ task, isOntoDefault, isWhole }: LinkedWork): string | null {
  if (task.sourceType !== "github_issue" || task.sourceNumber === null) {
    return null;
  }
  return `${isOntoDefault && isWhole ? "Closes" : "Part of"} #${task.sourceNumber}`;
}
