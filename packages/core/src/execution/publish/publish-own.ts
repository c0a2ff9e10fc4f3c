import { keepResult, publishResult } from "../../result/publish-result.ts";
import type { TaskEnd } from "../../task/task.ts";
import type { Step } from "../step.ts";
import { askAgain } from "./ask-again.ts";
import { findUnbrought } from "./find-unbrought.ts";
import { findDemands } from "./forge/find-demands.ts";
import { findLostBase } from "./forge/find-lost-base.ts";
import { readWords } from "./forge/read-words.ts";
import { judgeHold } from "./hold/judge-hold.ts";
import { failedToImport } from "./import/failed-to-import.ts";
import { importResult } from "./import/import-result.ts";
import { standInRepository } from "./import/stand-in-repository.ts";
import { takeBeside } from "./import/take-beside.ts";
import { listOwnCommits } from "./list-own-commits.ts";

/** What becomes of what the execution itself left. In a race it waits to be picked. */
export async function publishOwn(step: Step): Promise<TaskEnd> {
  const { execution, task, repo, deps } = step;
  const { baseCommit, branchCommit: previousCommit } = execution;
  const imported = await importResult(step, { isHurried: false });
  if (imported === null) {
    throw new Error(`execution ${execution.id} is publishing without having begun`);
  }
  const words = await readWords(step);
  if (imported.kind === "unimportable") {
    return failedToImport(imported, { words, task });
  }
  const unbrought = await findUnbrought(step, imported);
  if (unbrought !== null) {
    return unbrought;
  }
  const { objection, isEnded, onVerifyFailure } = await askAgain(step);
  const beside = await takeBeside(step, { collected: execution.collected, isHurried: false });
  const hold = imported.headCommit === null ? null : await judgeHold(step, imported);
  const ref = await standInRepository(step, imported);
  const result = { imported, ref, acceptances: [], hold, ...words, ...beside };
  const isToEnd = isEnded && imported.headCommit !== null;
  if (isToEnd || task.options.race !== null) {
    const state = isToEnd ? "cancelled" : "completed";
    return { state, failureReason: null, errorMessage: null, result: keepResult(result) };
  }
  if (objection !== null && imported.headCommit !== null) {
    return { state: "failed", ...objection, result: keepResult(result) };
  }
  const lost = imported.headCommit === null || hold !== null ? null : await findLostBase(step);
  if (lost !== null) {
    return { ...lost, result: keepResult(result) };
  }
  const ownCommits = await listOwnCommits(step);
  const demands = await findDemands(step, execution);
  const where = { task, repo, executionId: execution.id, baseCommit, previousCommit, ownCommits, ...demands };
  return publishResult({ ...where, ...result, onVerifyFailure }, deps);
}
