import { endExecution } from "../end/end-execution.ts";
import type { ExecutionPatch } from "../execution-store.ts";
import type { Advance, Step } from "../step.ts";
import type { Transcript } from "./read-transcript.ts";

/**
 * running -> awaiting_approval: the plan waits for a person, and the environment is gone. What the CLI calls a plan comes
 * before the agent's last words.
 */
export async function endPlanning(
  step: Step,
  { transcript, patch }: { transcript: Transcript; patch: ExecutionPatch },
): Promise<Advance> {
  const { lease, execution, task, deps } = step;
  const markdown = (transcript.plan ?? transcript.ended?.summary ?? "").trim();
  if (markdown === "") {
    return endExecution(step, {
      state: "failed",
      failureReason: "agent_failed",
      errorMessage: `${execution.agentType} ended without a plan.`,
      patch,
    });
  }
  const plan = { markdown, executionId: execution.id, approvedAt: null, isEdited: false };
  const way = { kind: "decide_plan", task: task.number } as const;
  const waiting = { state: "awaiting_approval", failureReason: null, errorMessage: null, way } as const;
  await deps.executions.end(lease, { ...waiting, result: null, plan }, patch);
  await deps.environments.destroy(execution.id);
  await deps.repositories.discard({ executionId: execution.id, keptAt: null });
  return { kind: "done" };
}
