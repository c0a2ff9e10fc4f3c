import { publishResult } from "../result/publish-result.ts";
import { findHooks } from "./find-hooks.ts";
import { importResult } from "./import-result.ts";
import { readTranscript } from "./read-transcript.ts";
import type { Advance, Step } from "./step.ts";

/** publishing -> completed, or failed when the policy stops the result. */
export async function publishExecution(step: Step): Promise<Advance> {
  const { lease, execution, task, repo, deps } = step;
  if (execution.baseCommit === null) {
    throw new Error(`execution ${execution.id} is publishing without a base commit`);
  }
  const imported = await importResult(step, execution.baseCommit);
  const { ended } = await readTranscript(execution.id, deps.events);
  const { onVerifyFailure } = await findHooks(step);
  const said = { summary: ended?.summary ?? null, verification: ended?.verification ?? null };
  const outcome = await publishResult({ task, repo, imported, ...said, onVerifyFailure }, deps);
  await deps.executions.end(lease, outcome, { commitsProduced: imported.commits.map(({ sha }) => sha) });
  await deps.environments.destroy(execution.id);
  await deps.repositories.discard({
    executionId: execution.id,
    taskId: task.id,
    result: outcome.result?.keptAt === null,
  });
  return { kind: "done" };
}
