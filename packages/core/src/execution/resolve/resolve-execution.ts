import { CatalystError } from "../../catalyst-error.ts";
import { permitAsker } from "../serving/permit-asker.ts";
import type { Advance, AnyStep } from "../step.ts";
import { decide } from "./decide/decide.ts";
import { refuseExecution } from "./refuse-execution.ts";
import { takeOver } from "./take-over.ts";

/**
 * pending: decides all that depends on the repository and on settings, once, and stores it with the execution; or refuses it.
 * Nothing is started and nothing spent before. Of a race, whoever comes first decides for all.
 */
export async function resolveExecution(step: AnyStep): Promise<Advance> {
  const { lease, execution, task, repo, deps } = step;
  try {
    const next = { kind: "retry_task", task: task.number } as const;
    await permitAsker({ askedBy: execution.askedBy, repo, next }, deps);
    const decision = await (execution.purpose === "publish" ? takeOver(step) : decide(step));
    await deps.executions.resolve(lease, decision);
  } catch (error) {
    if (error instanceof CatalystError && error.code !== "lease_lost") {
      return refuseExecution(step, error);
    }
    throw error;
  }
  return { kind: "again" };
}
