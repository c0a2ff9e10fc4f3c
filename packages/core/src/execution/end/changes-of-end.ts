import type { TaskChangeBody } from "../../task/feed/task-change.ts";
import type { TaskEnd } from "../../task/task.ts";

/** What the feed tells of an execution's end, before it tells what becomes of the task. */
export function changesOfEnd(executionId: string, end: TaskEnd): TaskChangeBody[] {
  const { state, failureReason, result, resultOf, plan } = end;
  const changes: TaskChangeBody[] = [{ type: "execution_ended", executionId, state, failureReason }];
  if (plan !== undefined) {
    changes.push({ type: "plan_made", executionId });
  }
  if (result !== null) {
    changes.push({ type: "published", executionId: resultOf ?? executionId, publication: result.publication.kind });
  }
  return changes;
}
