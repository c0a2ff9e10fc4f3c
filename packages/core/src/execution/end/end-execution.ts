import { emptyResult } from "../../result/empty-result.ts";
import { keepResult } from "../../result/publish-result.ts";
import { placeOf } from "../../result/read-publication.ts";
import { PURPOSES } from "../../task/execution-purpose.ts";
import type { AgentTask, FailureReason, TaskResult } from "../../task/task.ts";
import { wayOfFailure } from "../../task/way-of-failure.ts";
import type { StoredWay } from "../../way.ts";
import type { ExecutionPatch } from "../execution-store.ts";
import { hasWords, readWords } from "../publish/forge/read-words.ts";
import { importResult } from "../publish/import/import-result.ts";
import { standInRepository } from "../publish/import/stand-in-repository.ts";
import { takeBeside } from "../publish/import/take-beside.ts";
import { unimportableResult } from "../publish/import/unimportable-result.ts";
import type { Advance, Step } from "../step.ts";

export interface Failure {
  /** Waiting for money is an end of the execution, too. */
  state: "failed" | "cancelled" | "paused_budget";
  failureReason: FailureReason | null;
  errorMessage: string | null;
  way?: StoredWay;
  patch: ExecutionPatch;
}

/**
 * Ends an execution that didn't come to a publishable result. Commits that it pushed are kept, not published. The
 * environment is removed after the end is stored, so that a crash in between can't turn the reason into "lost".
 */
export async function endExecution(step: Step, failure: Failure): Promise<Advance> {
  const { lease, execution, deps } = step;
  // Who cancels waits for it.
  const result = await salvage(step, failure);
  const { state, failureReason, errorMessage } = failure;
  const way = failure.way ?? wayOfEnd(failure, step.task, result);
  await deps.executions.end(
    lease,
    { state, failureReason, errorMessage, way, result },
    {
      ...failure.patch,
      headCommit: result?.headCommit ?? null,
      commitsProduced: result?.commits.map(({ sha }) => sha) ?? [],
    },
  );
  await deps.environments.destroy(execution.id);
  await deps.repositories.discard({ executionId: execution.id, keptAt: placeOf(result) });
  return { kind: "done" };
}

function wayOfEnd({ failureReason }: Failure, { number }: AgentTask, result: TaskResult | null): StoredWay | null {
  return failureReason === null ? null : wayOfFailure(failureReason, { number, result });
}

async function salvage({ execution, ...rest }: Step, { patch }: Failure): Promise<TaskResult | null> {
  // Its end is stored with the patch: what that says counts already.
  const step = { ...rest, execution: { ...execution, ...patch } };
  const isHurried = rest.task.cancelRequestedAt !== null;
  const words = await readWords(step);
  const { mayChange } = PURPOSES[step.execution.purpose];
  const imported = mayChange ? await importResult(step, { isHurried }) : null;
  if (imported?.kind === "unimportable") {
    return unimportableResult(imported, words);
  }
  if (imported === null) {
    return hasWords(words) ? emptyResult(words) : null;
  }
  const beside = await takeBeside(step, { collected: step.execution.collected, isHurried });
  if (imported.headCommit === null && beside.beside === null && beside.leftOut.length === 0 && !hasWords(words)) {
    return null;
  }
  const ref = await standInRepository(step, imported);
  return keepResult({ imported, ref, acceptances: [], hold: null, ...words, ...beside });
}
