import { describeForgeProblem } from "../../../forge/forge-outcome.ts";
import type { ForgePort } from "../../../forge/forge-port.ts";
import { emptyResult } from "../../../result/empty-result.ts";
import type { TaskEnd, TaskResult } from "../../../task/task.ts";
import type { AgentExecution } from "../../execution.ts";
import type { Step } from "../../step.ts";
import { askAgain } from "../ask-again.ts";
import { hasWords, readWords } from "./read-words.ts";
import { findMoved, isAgain, isFar, reviewAgain } from "./review-again.ts";
import { commitOf, writeReview } from "./write-review.ts";

/** Said where the agent's words are all that there is. */
const NO_FINDINGS = "the findings: they didn't come in the form that was asked for, so they are in its words alone";

/**
 * What becomes of what an agent found in a change: it is kept with the task and, where the change is a pull request, said
 * there. Throws `ForgeAway`.
 */
export async function publishReview(step: Step): Promise<TaskEnd> {
  const { execution, task, repo, deps } = step;
  const words = await readWords(step);
  if (!hasWords(words)) {
    const errorMessage = `${execution.agentType} ended without a review.`;
    return { state: "failed", failureReason: "agent_failed", errorMessage, result: null };
  }
  const result = { ...emptyResult(words), leftOut: words.review === null ? [NO_FINDINGS] : [] };
  const forge = task.sourceNumber === null ? null : await deps.findForge(repo);
  return forge === null ? completed(result) : say(step, { forge, result });
}

async function say(step: Step, { forge, result }: { forge: ForgePort; result: TaskResult }): Promise<TaskEnd> {
  const { execution, task, repo } = step;
  const { objection } = await askAgain(step);
  if (objection !== null) {
    return { state: "failed", ...objection, result };
  }
  const { number, commit } = { number: task.sourceNumber ?? 0, commit: commitOf(step) };
  const moved = await findMoved(step, { forge, number, commit });
  if (isFar(moved) && !(await isAgain(step))) {
    return reviewAgain(step, { result, moved });
  }
  const outcome = await forge.ensureReview({
    ...{ repo, number, commit, mark: reviewMark(execution) },
    ...(await writeReview(step, result, moved.ahead)),
  });
  if (outcome.kind === "failed") {
    const why = describeForgeProblem(outcome.problem);
    const errorMessage = `Saying what was found in ${task.sourceUrl ?? repo.url} failed: ${why}. It is kept with the task.`;
    return { state: "failed", failureReason: "repository_unavailable", errorMessage, result };
  }
  return completed({ ...result, publication: { kind: "review", url: outcome.url } });
}

/** What a review is known by at the forge. */
export function reviewMark({ id }: Pick<AgentExecution, "id">): string {
  return `run-${id}`;
}

function completed(result: TaskResult): TaskEnd {
  return { state: "completed", failureReason: null, errorMessage: null, result };
}
