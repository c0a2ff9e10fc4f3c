import { CatalystError } from "../catalyst-error.ts";
import { PURPOSES } from "../task/execution-purpose.ts";
import { attemptStep } from "./attempt/attempt-step.ts";
import { cancelExecution } from "./end/cancel-execution.ts";
import { failExecution } from "./end/fail-execution.ts";
import type { Lease } from "./execution-store.ts";
import { provisionExecution } from "./provision/provision-execution.ts";
import { publishExecution } from "./publish/publish-execution.ts";
import { resolveExecution } from "./resolve/resolve-execution.ts";
import { type Advance, type AdvanceExecutionDeps, type AnyStep, isResolved, type Step } from "./step.ts";
import { watchExecution } from "./watch/watch-execution.ts";

/**
 * Takes an execution one step further in its life. Every step may be repeated after a crash at any point. Throws
 * `lease_lost` when another worker took over; other errors are to be met by trying again after a while: what would fail
 * again has an end (attempt/).
 */
export async function advanceExecution(lease: Lease, deps: AdvanceExecutionDeps): Promise<Advance> {
  const step = await loadStep(lease, deps);
  if (step === null || step.execution.endedAt !== null) {
    await deps.environments.destroy(lease.executionId);
    return { kind: "done" };
  }
  try {
    return await takeStep(step);
  } catch (error) {
    if (error instanceof CatalystError && error.code !== "lease_lost") {
      return failExecution(step, error);
    }
    throw error;
  }
}

function takeStep(step: AnyStep): Promise<Advance> {
  const { execution, task } = step;
  if (task.cancelRequestedAt !== null) {
    return attemptStep(step, "cancelling", () => cancelExecution(step));
  }
  if (!isResolved(step)) {
    return attemptStep(step, "resolving", () => resolveExecution(step));
  }
  switch (execution.state) {
    case "pending":
      return PURPOSES[execution.purpose].agent === null ? startPublishing(step) : startProvisioning(step);
    case "provisioning":
      return attemptStep(step, "provisioning", () => provisionExecution(step));
    case "running":
      return attemptStep(step, "running", () => watchExecution(step));
    case "publishing":
      return attemptStep(step, "publishing", () => publishExecution(step));
    default:
      return Promise.resolve({ kind: "done" });
  }
}

/** Whoever holds it without a place gives it back: others may have waited for longer. */
async function startProvisioning(step: Step): Promise<Advance> {
  return step.execution.placedAt === null
    ? { kind: "queue" }
    : attemptStep(step, "provisioning", () => provisionExecution(step));
}

/** What is there to be published needs no environment. */
async function startPublishing({ lease, deps }: Step): Promise<Advance> {
  await deps.executions.move(lease, "publishing", {});
  return { kind: "again" };
}

async function loadStep(lease: Lease, deps: AdvanceExecutionDeps): Promise<AnyStep | null> {
  const [execution, task] = await Promise.all([
    deps.executions.get(lease.executionId),
    deps.executions.getTask(lease.executionId),
  ]);
  const repo = task === null ? null : await deps.repos.get(task.repoId);
  return execution === null || task === null || repo === null ? null : { lease, execution, task, repo, deps };
}
