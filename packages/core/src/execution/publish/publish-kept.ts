import { CatalystError } from "../../catalyst-error.ts";
import { publishResult } from "../../result/publish-result.ts";
import type { TaskEnd } from "../../task/task.ts";
import { findContinued } from "../provision/find-start.ts";
import type { Step } from "../step.ts";
import { listOwnCommits } from "./list-own-commits.ts";

/** What becomes of what another execution of the task has kept, by the word of a person or of the race's rule. */
export async function publishKept(step: Step): Promise<TaskEnd> {
  const { execution, task, repo, deps } = step;
  const kept = await findContinued(step);
  if (kept?.result == null || kept.result.keptAt === null || kept.baseCommit === null) {
    throw new CatalystError(
      "not_found",
      `Publishing a result of task #${task.number} failed: it isn't kept any more. See: catalyst tasks show ${task.number}`,
    );
  }
  const { keptAt: repositoryPath, acceptances, ref, summary, verification, ...facts } = kept.result;
  const end = await publishResult(
    {
      task,
      repo,
      executionId: kept.id,
      baseCommit: kept.baseCommit,
      previousCommit: kept.branchCommit,
      ownCommits: await listOwnCommits(step),
      imported: { repositoryPath, ...facts },
      ref,
      acceptances: execution.acceptance === null ? acceptances : [...acceptances, execution.acceptance],
      summary,
      verification,
      // Who wants it as it is has seen how it was verified: it isn't held again.
      onVerifyFailure: "draft",
    },
    deps,
  );
  return { ...end, resultOf: kept.id };
}
