import type { NewTaskChange, TaskChangeBody } from "../task/feed/task-change.ts";
import type { FailureReason } from "../task/task.ts";
import { isFinal } from "../task/task-state.ts";
import type { MeasureStore } from "./measure-store.ts";
import type { TaskMeasures } from "./task-measures.ts";

export interface MeasureChangeDeps {
  store: Pick<MeasureStore, "readExecution" | "readTask" | "readProposal">;
  measures: TaskMeasures;
}

/** An environment that isn't there for one of these wasn't kept from being there by its task. */
const OF_ENVIRONMENTS: ReadonlySet<FailureReason> = new Set([
  "isolation_unavailable",
  "gateway_unavailable",
  "environment_refused",
  "environment_lost",
  "installation_failed",
  "storage_full",
  "internal_error",
]);

type Change<Type extends TaskChangeBody["type"]> = Extract<TaskChangeBody, { type: Type }>;

/** Measures what a change of a task tells. To be called once for each change, by the process that made it. */
export async function measureChange({ taskId, body }: NewTaskChange, deps: MeasureChangeDeps): Promise<void> {
  switch (body.type) {
    case "status":
      return measureTask(taskId, body, deps);
    case "execution_moved":
      return body.state === "running" ? measureReady(body.executionId, deps) : undefined;
    case "execution_ended":
      return measureEnded(body, deps);
    case "published":
      return measurePublished(taskId, body, deps);
    default:
  }
}

async function measureTask(
  taskId: string,
  { status }: Change<"status">,
  { store, measures }: MeasureChangeDeps,
): Promise<void> {
  const task = isFinal(status) ? await store.readTask(taskId) : null;
  if (task !== null) {
    measures.taskEnded({ outcome: status, ...task });
  }
}

async function measureReady(executionId: string, { store, measures }: MeasureChangeDeps): Promise<void> {
  const execution = await store.readExecution(executionId);
  if (execution?.provisionSeconds != null) {
    const { agent, provisionSeconds: seconds } = execution;
    measures.provisioned({ executionId, outcome: "ready", seconds, agent });
  }
}

async function measureEnded(
  { executionId, state, failureReason: reason }: Change<"execution_ended">,
  { store, measures }: MeasureChangeDeps,
): Promise<void> {
  const execution = await store.readExecution(executionId);
  const agent = execution?.agent ?? null;
  measures.executionEnded({ outcome: state, reason, agent });
  if (
    execution?.provisionSeconds != null &&
    execution.isProvisioning &&
    reason !== null &&
    OF_ENVIRONMENTS.has(reason)
  ) {
    measures.provisioned({ executionId, outcome: "failed", seconds: execution.provisionSeconds, agent });
  }
}

async function measurePublished(
  taskId: string,
  { executionId, publication }: Change<"published">,
  { store, measures }: MeasureChangeDeps,
): Promise<void> {
  measures.policyFound((await store.readExecution(executionId))?.rules ?? []);
  const seconds = publication === "pull_request" ? await store.readProposal(taskId) : null;
  if (seconds !== null) {
    measures.proposed(seconds);
  }
}
