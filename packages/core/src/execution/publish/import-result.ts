import type { ImportOutcome } from "../../result/repository-port.ts";
import { findPublishedCommit } from "../provision/find-start.ts";
import type { Step } from "../step.ts";
import { policyOfExecution } from "./policy-of-execution.ts";

/**
 * What the execution left, checked. Nothing is published by it. What was published before was checked or is people's own
 * work: the check begins after it. What was only kept is checked again.
 */
export async function importResult(step: Step): Promise<ImportOutcome | null> {
  const { execution, task, repo, deps } = step;
  const { baseCommit, startCommit } = execution;
  if (baseCommit === null || startCommit === null) {
    return null;
  }
  return deps.repositories.importResult({
    executionId: execution.id,
    repo,
    baseBranch: task.baseBranch,
    baseCommit,
    startCommit,
    checkedFrom: (await findPublishedCommit(step)) ?? baseCommit,
    branch: task.branch,
    authorName: `Catalyst (${execution.agentType})`,
    policy: await policyOfExecution(step, baseCommit),
  });
}
