import type { ExecutionQueue, WaitingExecution } from "../../execution/execution-queue.ts";
import type { AgentTask } from "../task.ts";

/** How a task waits for its place. */
export type TaskWait = Pick<WaitingExecution, "before" | "placed">;

/** Those of the tasks that wait for a place, by their ids: of several executions the one that is next counts. */
export async function findWaiting(
  tasks: readonly Pick<AgentTask, "id" | "status">[],
  queue: Pick<ExecutionQueue, "listWaiting">,
): Promise<Map<string, TaskWait>> {
  const pending = tasks.filter(({ status }) => status === "pending").map(({ id }) => id);
  const waiting = await queue.listWaiting(pending);
  return new Map(waiting.toReversed().map(({ taskId, before, placed }) => [taskId, { before, placed }]));
}
