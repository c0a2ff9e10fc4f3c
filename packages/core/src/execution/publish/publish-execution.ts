import { CatalystError } from "../../catalyst-error.ts";
import { type PublishResultInput, publishResult } from "../../result/publish-result.ts";
import type { ImportOutcome } from "../../result/repository-port.ts";
import type { TaskEnd } from "../../task/task.ts";
import { findContinued, findPublishedCommit } from "../provision/find-start.ts";
import { settingsOfExecution } from "../provision/settings-of-execution.ts";
import type { Advance, Step } from "../step.ts";
import { readTranscript } from "../watch/read-transcript.ts";
import { importResult } from "./import-result.ts";
import { unimportableResult } from "./unimportable-result.ts";

/** publishing -> completed, or failed when the policy stops the result. In a race the result waits to be picked. */
export async function publishExecution(step: Step): Promise<Advance> {
  const { lease, execution, deps } = step;
  const end = await (execution.purpose === "publish" ? publishKept(step) : publishOwn(step));
  const { result } = end;
  await deps.executions.end(lease, end, {
    headCommit: result?.headCommit ?? null,
    commitsProduced: result?.commits.map(({ sha }) => sha) ?? [],
  });
  await deps.environments.destroy(execution.id);
  const keptAt = result?.keptAt ?? null;
  await deps.repositories.discard({ executionId: execution.id, keptAt });
  if (execution.continuesId !== null && keptAt === null) {
    // Its commits are on the branch now.
    await deps.repositories.discard({ executionId: execution.continuesId, keptAt });
  }
  return { kind: "done" };
}

async function publishOwn(step: Step): Promise<TaskEnd> {
  const { execution, task, repo, deps } = step;
  const imported = await importResult(step);
  if (imported === null || execution.baseCommit === null) {
    throw new Error(`execution ${execution.id} is publishing without a base commit`);
  }
  if (imported.kind === "unimportable") {
    return failedToImport(imported);
  }
  const { ended } = await readTranscript(execution.id, deps.events);
  const previousCommit = await findPublishedCommit(step);
  const { settingsCommit, baseCommit } = execution;
  const { onVerifyFailure } = (await settingsOfExecution(step, { baseCommit, settingsCommit })).settings.hooks;
  const said = { summary: ended?.summary ?? null, verification: execution.verification, onVerifyFailure };
  const input = { task, repo, executionId: execution.id, previousCommit, imported, ...said };
  return task.options.race === null ? publishResult(input, deps) : keepForRace(input);
}

function failedToImport(outcome: ImportOutcome & { kind: "unimportable" }): TaskEnd {
  return {
    state: "failed",
    failureReason: "policy_violation",
    errorMessage: `Taking in what the agent pushed failed: ${outcome.reason}. Nothing of it was checked or published; it is kept in ${outcome.keptAt}.`,
    result: unimportableResult(outcome),
  };
}

/** What another execution of the task has kept, by the wish of a person or of the race's rule. */
async function publishKept(step: Step): Promise<TaskEnd> {
  const { task, repo, deps } = step;
  const picked = await findContinued(step);
  if (picked?.result == null || picked.result.keptAt === null) {
    throw new CatalystError(
      "not_found",
      `Publishing a result of task #${task.number} failed: it isn't kept any more. See: catalyst tasks show ${task.number}`,
    );
  }
  const { keptAt: repositoryPath, summary, verification, ...result } = picked.result;
  const imported = { repositoryPath, ...result };
  // A person, or the race's rule, wants it as it is: it isn't held again.
  const said = { summary, verification, onVerifyFailure: "draft" } as const;
  return publishResult({ task, repo, executionId: picked.id, previousCommit: null, imported, ...said }, deps);
}

function keepForRace({ imported, summary, verification }: PublishResultInput): TaskEnd {
  const { repositoryPath, ...result } = imported;
  const kept = { ...result, summary, branch: null, keptAt: repositoryPath, verification, isDraft: false };
  return { state: "completed", failureReason: null, errorMessage: null, result: kept };
}
