import { CatalystError } from "../../catalyst-error.ts";
import type { Advance, AnyStep } from "../step.ts";
import { type AttemptedStep, failAttempt, isHopeless } from "./attempt.ts";
import { endHopeless } from "./end-hopeless.ts";

/**
 * Does a step. What fails a second time with the same error would fail again: then the execution ends with it. Outages and
 * CatalystErrors, which are answers, are thrown on.
 */
export async function attemptStep(step: AnyStep, name: AttemptedStep, work: () => Promise<Advance>): Promise<Advance> {
  const { lease, execution, deps } = step;
  const before = execution.attempts[name];
  try {
    const advance = await work();
    if (before !== undefined && advance.kind !== "done") {
      await deps.executions.noteAttempt(lease, name, null);
    }
    return advance;
  } catch (error) {
    if (error instanceof CatalystError || deps.isOutage(error)) {
      throw error;
    }
    const attempt = failAttempt(before, error);
    await deps.executions.noteAttempt(lease, name, attempt);
    if (isHopeless(attempt)) {
      return endHopeless(step, name, attempt);
    }
    throw error;
  }
}
