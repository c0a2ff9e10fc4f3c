import { ForgeAway, type ForgeOutcome } from "../../../forge/forge-outcome.ts";
import type { SettledThread } from "../../../forge/forge-port.ts";
import { findingMark } from "../../../forge/review/finding-key.ts";
import type { TaskEnd } from "../../../task/task.ts";
import type { Step } from "../../step.ts";
import { reviewMark } from "./publish-review.ts";
import { commitOf, findSaidBefore, listMended } from "./write-review.ts";

/**
 * Once a review was said: answers and settles our threads about what is mended by now, and folds our earlier reviews, of which a review of
 * all says what is left. What a forge doesn't let us do isn't done. Returns where it was answered. Throws `ForgeAway`.
 */
export async function settleEarlier(step: Step, { result }: TaskEnd): Promise<string[]> {
  const { repo, execution, task, deps } = step;
  const said = result?.publication.kind === "review" ? await findSaidBefore(step) : null;
  const forge = said === null ? null : await deps.findForge(repo);
  if (forge === null || task.sourceNumber === null) {
    return [];
  }
  const of = { repo, number: task.sourceNumber };
  const settled = listSettled(step, listMended(step, { review: result?.review ?? null, said }));
  const answered = settled.length === 0 ? null : await forge.settleThreads({ ...of, settled });
  throwAway(answered);
  if ((task.options.review?.paths ?? []).length === 0) {
    throwAway(await forge.foldReviews({ ...of, mark: reviewMark(execution) }));
  }
  return answered?.kind === "made" ? answered.urls : [];
}

function listSettled(step: Step, mended: readonly string[]): SettledThread[] {
  const body = `Mended as of \`${commitOf(step).slice(0, 12)}\`, as the agent that reviewed it sees it.`;
  return mended.map((key) => ({
    began: findingMark(key),
    answer: { mark: `mended-${step.execution.id}-${key}`, body },
  }));
}

function throwAway(outcome: ForgeOutcome<object> | null): void {
  if (outcome?.kind === "failed" && (outcome.problem.kind === "outage" || outcome.problem.kind === "rate_limited")) {
    throw new ForgeAway(outcome.problem);
  }
}
