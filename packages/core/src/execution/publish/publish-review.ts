import { emptyResult } from "../../result/empty-result.ts";
import type { TaskEnd } from "../../task/task.ts";
import type { Step } from "../step.ts";
import { hasWords, readWords } from "./read-words.ts";

/** Said where the agent's words are all that there is. */
const NO_FINDINGS = "the findings: they didn't come in the form that was asked for, so they are in its words alone";

/** What becomes of what an agent found in a change: it is kept with the task, for whoever reads it. */
export async function publishReview(step: Step): Promise<TaskEnd> {
  const { execution } = step;
  const words = await readWords(step);
  if (!hasWords(words)) {
    return {
      state: "failed",
      failureReason: "agent_failed",
      errorMessage: `${execution.agentType} ended without a review.`,
      result: null,
    };
  }
  const leftOut = words.review === null ? [NO_FINDINGS] : [];
  const result = { ...emptyResult(words), leftOut };
  return { state: "completed", failureReason: null, errorMessage: null, result };
}
