import { CatalystError } from "../../../catalyst-error.ts";
import { keptRef } from "../../../result/kept-ref.ts";
import { mayStandInRepository } from "../../../result/may-stand-in-repository.ts";
import type { ImportedResult } from "../../../result/repository-port.ts";
import type { Step } from "../../step.ts";

/** Lets the execution's result stand in the repository, whatever becomes of its branch. The ref; null: it stays with Catalyst. */
export async function standInRepository(step: Step, imported: ImportedResult): Promise<string | null> {
  const { execution, task, repo, deps } = step;
  const { headCommit, findings } = imported;
  const { baseCommit } = execution;
  if (headCommit === null || !mayStandInRepository(findings)) {
    return null;
  }
  const executions = await deps.executions.listForTask(task.id);
  const ref = keptRef(task, executions.findIndex(({ id }) => id === execution.id) + 1);
  try {
    const input = { executionId: execution.id, repo, ref, headCommit, baseCommit };
    return (await deps.repositories.keepInRepository(input)) ? ref : null;
  } catch (error) {
    if (!(error instanceof CatalystError)) {
      throw error;
    }
    // The repository can't be written: the result is kept here, and making its branch says why.
    return null;
  }
}
