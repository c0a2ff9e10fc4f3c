import { CatalystError } from "../../catalyst-error.ts";
import { publishResult } from "../../result/publish-result.ts";
import { keptAtOf } from "../../result/read-publication.ts";
import type { ImportOutcome } from "../../result/repository-port.ts";
import type { TaskEnd, TaskResult } from "../../task/task.ts";
import type { AgentExecution } from "../execution.ts";
import { findContinued } from "../find-continued.ts";
import type { Step } from "../step.ts";
import { findLostRight } from "./find-lost-right.ts";
import { findDemands } from "./forge/find-demands.ts";
import { findLostBase } from "./forge/find-lost-base.ts";
import { readWords, type Words } from "./forge/read-words.ts";
import { failedToImport } from "./import/failed-to-import.ts";
import { importResult } from "./import/import-result.ts";
import { standInRepository } from "./import/stand-in-repository.ts";
import { takeBeside } from "./import/take-beside.ts";
import { listOwnCommits } from "./list-own-commits.ts";
import { objectTo } from "./objection.ts";

/** What becomes of what another execution of the task has kept, by the word of a person or of the race's rule. */
export async function publishKept(step: Step): Promise<TaskEnd> {
  const { execution, task, repo, deps } = step;
  const kept = await findContinued(step);
  if (kept?.result == null || keptAtOf(kept.result) === null || kept.baseCommit === null) {
    throw new CatalystError(
      "not_found",
      `Publishing a result of task #${task.number} failed: it isn't kept any more.`,
      { way: { kind: "see_task", task: task.number } },
    );
  }
  const lost = await findLostRight(step);
  if (lost !== null) {
    return { state: "failed", ...objectTo(step, lost), result: kept.result, resultOf: kept.id };
  }
  const lostBase = await findLostBase(step);
  if (lostBase !== null) {
    return { ...lostBase, result: kept.result, resultOf: kept.id };
  }
  const { acceptances } = kept.result;
  const taken = await (kept.result.headCommit === null ? readAgain(step, kept) : takeAsIs(kept.result));
  if (taken.imported.kind === "unimportable") {
    return { ...failedToImport(taken.imported, { words: taken, task }), resultOf: kept.id };
  }
  const end = await publishResult(
    {
      ...taken,
      imported: taken.imported,
      task,
      repo,
      executionId: kept.id,
      baseCommit: kept.baseCommit,
      previousCommit: kept.branchCommit,
      ownCommits: await listOwnCommits(step),
      ...(await findDemands(step, kept)),
      acceptances: execution.acceptance === null ? acceptances : [...acceptances, execution.acceptance],
      // Who wants it as it is has seen how it was verified: it isn't held again.
      onVerifyFailure: "draft",
      hold: null,
    },
    deps,
  );
  return { ...end, resultOf: kept.id };
}

interface Taken extends Words, Pick<TaskResult, "ref" | "beside" | "leftOut"> {
  imported: ImportOutcome;
}

async function takeAsIs(result: TaskResult): Promise<Taken> {
  return { ...result, imported: { ...result, kind: "imported", keptAt: keptAtOf(result) as string, runByCi: [] } };
}

/** What was pushed and couldn't be read may be readable by now. */
async function readAgain(step: Step, kept: AgentExecution): Promise<Taken> {
  const { attempts, leasedBy, agentType, baseCommit, resolution } = step.execution;
  const ofKept = { ...step, execution: { ...kept, attempts, leasedBy, agentType, baseCommit, resolution } };
  const imported = await importResult(ofKept, { isHurried: false });
  if (imported === null) {
    throw new Error(`execution ${kept.id} keeps nothing that could be read`);
  }
  const ref = imported.kind === "imported" ? await standInRepository(ofKept, imported) : null;
  const beside = await takeBeside(ofKept, { collected: kept.collected, isHurried: false });
  return { ...beside, ...(await readWords(ofKept)), imported, ref };
}
