import { CatalystError } from "../../../catalyst-error.ts";
import type { ImportInput, ImportOutcome } from "../../../result/repository-port.ts";
import { type Attempt, beginAttempt, describeAttempt, failAttempt, isHopeless } from "../../attempt/attempt.ts";
import { findPublishedCommit } from "../../provision/find-start.ts";
import type { Step } from "../../step.ts";
import { policyOfExecution } from "../policy-of-execution.ts";
import { findSigner } from "./find-signer.ts";
import { trailersOf } from "./trailers-of.ts";
import { findAccount, whoCommits } from "./who-commits.ts";

/** Long enough for what people's agents leave, short enough to wait for. */
const HURRIED_SECONDS = 30;

/**
 * What the execution left, checked. Nothing is published by it. What was published before was checked or is people's own
 * work: the check begins after it. What was only kept is checked again. An import that failed twice is not tried again, and
 * in a hurry not one that failed or was broken off: then what was pushed is kept unread.
 */
export async function importResult(step: Step, { isHurried }: { isHurried: boolean }): Promise<ImportOutcome | null> {
  const { execution, deps } = step;
  const input = await describeImport(step, isHurried);
  if (input === null) {
    return null;
  }
  const before = execution.attempts.import;
  const begun = beginAttempt(before, { worker: execution.leasedBy ?? "", hasCrashed: deps.hasCrashed });
  if (isHopeless(begun) || (isHurried && before !== undefined)) {
    return keepUnread(step, begun);
  }
  const attempt = () => attemptImport(step, { input, begun, isHurried });
  // Another crash must be the fault of one of them alone.
  return begun.crashes > 0 ? deps.oneByOne(attempt) : attempt();
}

interface ImportAttempt {
  input: Omit<ImportInput, "seconds" | "signal">;
  begun: Attempt;
  isHurried: boolean;
}

async function attemptImport(step: Step, { input, begun, isHurried }: ImportAttempt): Promise<ImportOutcome | null> {
  const { lease, deps } = step;
  await deps.executions.noteAttempt(lease, "import", begun);
  try {
    const patience = isHurried ? { seconds: HURRIED_SECONDS, signal: null } : { seconds: null, signal: deps.signal };
    const outcome = await deps.repositories.importResult({ ...input, ...patience });
    await deps.executions.noteAttempt(lease, "import", null);
    return outcome;
  } catch (error) {
    if (error instanceof CatalystError || deps.isOutage(error)) {
      throw error;
    }
    const failed = failAttempt(begun, error);
    await deps.executions.noteAttempt(lease, "import", failed);
    if (isHurried || isHopeless(failed)) {
      return keepUnread(step, failed);
    }
    throw error;
  }
}

async function keepUnread({ execution, deps }: Step, attempt: Attempt): Promise<ImportOutcome | null> {
  const keptAt = await deps.repositories.findQuarantine(execution.id);
  return keptAt === null ? null : { kind: "unimportable", reason: describeAttempt(attempt), keptAt };
}

async function describeImport(step: Step, isHurried: boolean): Promise<Omit<ImportInput, "seconds" | "signal"> | null> {
  const { execution, task, repo } = step;
  const { baseCommit, startCommit, branchCommit, asked } = execution;
  if (startCommit === null) {
    return null;
  }
  // What others pushed to the branch is people's own.
  const known = asked.update?.isOfOthers === true ? branchCommit : await findPublishedCommit(step);
  const account = await findAccount(step, isHurried);
  const identities = whoCommits(step, account);
  const signer = account === null ? null : await findSigner(step, { bot: identities.author });
  return {
    executionId: execution.id,
    repo,
    baseBranch: task.baseBranch,
    baseCommit,
    startCommit,
    checkedFrom: known ?? baseCommit,
    branch: task.branch,
    ...identities,
    trailers: trailersOf({ ...step, isShown: account !== null || repo.vcs === "github", signer }),
    policy: policyOfExecution(step),
  };
}
