import { branchOf, keptAtOf, placeOf } from "../../result/read-publication.ts";
import type { ExecutionPurpose } from "../../task/execution-purpose.ts";
import type { TaskEnd } from "../../task/task.ts";
import { findContinued } from "../find-continued.ts";
import type { Advance, Step } from "../step.ts";
import { answerThreads } from "./forge/answer-threads.ts";
import { openPullRequest } from "./forge/open-pull-request.ts";
import { publishReview } from "./forge/publish-review.ts";
import { settleEarlier } from "./forge/settle-earlier.ts";
import { publishKept } from "./publish-kept.ts";
import { publishOwn } from "./publish-own.ts";

type Published = Exclude<ExecutionPurpose, "plan">;

const PUBLISH: Readonly<Record<Published, (step: Step) => Promise<TaskEnd>>> = {
  work: publishOwn,
  review: publishReview,
  publish: publishKept,
};

/** publishing -> completed, or failed when the policy stops the result. In a race the result waits to be picked. */
export async function publishExecution(step: Step): Promise<Advance> {
  const { lease, execution, deps } = step;
  const end = await openPullRequest(step, await PUBLISH[execution.purpose as Published](step));
  const { result } = end;
  const answered = [...(await answerThreads(step, end)), ...(await settleEarlier(step, end))];
  await deps.executions.end(lease, end, {
    headCommit: result?.headCommit ?? null,
    commitsProduced: result?.commits.map(({ sha }) => sha) ?? [],
    commentsPosted: [...(result !== null && "url" in result.publication ? [result.publication.url] : []), ...answered],
  });
  await deps.environments.destroy(execution.id);
  await discardPublished(step, end);
  return { kind: "done" };
}

/** What is on the branch needn't be kept beside it, neither here nor where it went on from. */
async function discardPublished(step: Step, { result, resultOf }: TaskEnd): Promise<void> {
  const { execution, deps } = step;
  await deps.repositories.discard({ executionId: resultOf ?? execution.id, keptAt: placeOf(result) });
  const continued = await findContinued(step);
  const isOnBranch = branchOf(result) !== null && keptAtOf(result) === null;
  if (isOnBranch && continued?.result?.headCommit != null && continued.id !== resultOf) {
    await deps.repositories.discard({ executionId: continued.id, keptAt: continued.result.beside?.keptAt ?? null });
  }
}
