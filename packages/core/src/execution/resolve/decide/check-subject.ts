import { CatalystError } from "../../../catalyst-error.ts";
import type { Subject } from "../../../forge/subject/subject.ts";
import type { AgentTask } from "../../../task/task.ts";

/** Throws `invalid_input` for an issue or pull request that can't be worked on as it is asked for. */
export function checkSubject({ taskType, sourceUrl }: AgentTask, subject: Subject | null): void {
  if (taskType === "code_fix" && subject?.change?.isFork === true) {
    throw new CatalystError(
      "invalid_input",
      `Working on ${sourceUrl} failed: its commits are in a fork, which nothing is pushed to. A review of it can be asked for.`,
    );
  }
}

/** Where the work on it starts; null: nowhere else than other work. A review is of what would come to its base; a fix goes onto its branch. */
export function baseOfSubject({ taskType }: Pick<AgentTask, "taskType">, subject: Subject | null): string | null {
  const change = subject?.change ?? null;
  return taskType === "code_fix" ? (change?.branch ?? null) : (change?.base ?? null);
}
