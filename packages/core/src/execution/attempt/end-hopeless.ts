import { keptAtOf } from "../../result/read-publication.ts";
import { wayOfFailure } from "../../task/way-of-failure.ts";
import { endOfCancel } from "../end/cancel-execution.ts";
import { keepPushed } from "../publish/import/keep-pushed.ts";
import type { Advance, AnyStep } from "../step.ts";
import { type Attempt, type AttemptedStep, describeAttempt } from "./attempt.ts";

/** Ends an execution at a step that would fail again. What it pushed is kept as it lies: the failure may come of it. */
export async function endHopeless(step: AnyStep, name: AttemptedStep, attempt: Attempt): Promise<Advance> {
  const { lease, execution, task, deps } = step;
  const why = describeAttempt(attempt);
  const result = await keepPushed(step, why);
  const end =
    task.cancelRequestedAt === null
      ? ({
          state: "failed",
          failureReason: "internal_error",
          errorMessage: `Catalyst gave up ${name}: ${why}`,
          way: wayOfFailure("internal_error", { number: task.number, result }),
        } as const)
      : endOfCancel(task);
  await deps.executions.end(lease, { ...end, result }, {});
  await deps.environments.destroy(execution.id);
  await deps.repositories.discard({ executionId: execution.id, keptAt: keptAtOf(result) });
  return { kind: "done" };
}
