import type { CatalystError } from "../../catalyst-error.ts";
import { keptAtOf } from "../../result/read-publication.ts";
import { PURPOSES } from "../../task/execution-purpose.ts";
import { keepPushed } from "../publish/import/keep-pushed.ts";
import type { Advance, AnyStep } from "../step.ts";
import { endOfError } from "./end-of-error.ts";

/** Ends the execution with an error. What was pushed is kept as it lies. */
export async function failExecution(step: AnyStep, error: CatalystError): Promise<Advance> {
  const { lease, execution, task, deps } = step;
  const result = PURPOSES[execution.purpose].leavesResult ? await keepPushed(step, error.message) : null;
  await deps.executions.end(lease, { state: "failed", ...endOfError(error, task, result), result }, {});
  await deps.environments.destroy(execution.id);
  await deps.repositories.discard({ executionId: execution.id, keptAt: keptAtOf(result) });
  return { kind: "done" };
}
