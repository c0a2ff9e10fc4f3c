import { CatalystError } from "../../../catalyst-error.ts";
import { describeForgeProblem } from "../../../forge/forge-outcome.ts";
import type { Subject } from "../../../forge/subject/subject.ts";
import type { AgentTask } from "../../../task/task.ts";
import type { AgentExecution } from "../../execution.ts";
import type { AnyStep } from "../../step.ts";

/**
 * What the issue or pull request says that a task is about, as it is now for what begins or is tried again; null: it is about none, or
 * goes on with what was read. Throws `not_found` for one that can't be read, `invalid_input` for one that can't be worked on, and
 * `ForgeAway`.
 */
export async function decideSubject(
  { task, repo, deps }: AnyStep,
  continued: AgentExecution | null,
): Promise<Subject | null> {
  const { sourceNumber: number, sourceUrl, sourceType } = task;
  if (number === null || continued !== null) {
    return null;
  }
  const forge = await deps.findForge(repo);
  const kind = sourceType === "github_pr" ? "pull_request" : "issue";
  const outcome = await forge?.readSubject({ repo, kind, number });
  if (outcome === undefined || outcome.kind === "failed") {
    const why =
      outcome === undefined
        ? `no GitHub App is set up that reaches ${repo.url}`
        : describeForgeProblem(outcome.problem);
    const next = { kind: "retry_task", task: task.number } as const;
    const way = outcome === undefined ? ({ kind: "add_github_app", next } as const) : null;
    throw new CatalystError("not_found", `Reading ${sourceUrl} failed: ${why}.`, { way });
  }
  checkWork(task, outcome.subject);
  return outcome.subject;
}

function checkWork({ taskType, sourceUrl }: AgentTask, { change }: Subject): void {
  if (taskType === "code_fix" && change?.isFork === true) {
    throw new CatalystError(
      "invalid_input",
      `Working on ${sourceUrl} failed: its commits are in a fork, which nothing is pushed to. A review of it can be asked for.`,
    );
  }
}

/** Where the work on it starts; null: nowhere else than other work. A review is of what would come to its base; a fix goes onto its branch. */
export function baseOfSubject({ taskType }: Pick<AgentTask, "taskType">, subject: Subject | null): string | null {
  const change = subject?.change ?? null;
  return taskType === "code_fix" ? (change?.headBranch ?? null) : (change?.baseBranch ?? null);
}
