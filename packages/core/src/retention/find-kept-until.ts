import type { AgentExecution } from "../execution/execution.ts";
import { placeOf } from "../result/read-publication.ts";
import type { AgentTask } from "../task/task.ts";
import { keptUntil, type Retention } from "./retention.ts";

/** Until when what is kept of a task's result is kept; null: nothing is. */
export function findKeptUntil(
  { resultPayload }: Pick<AgentTask, "resultPayload">,
  executions: readonly Pick<AgentExecution, "result" | "endedAt">[],
  { results }: Pick<Retention, "results">,
): Date | null {
  const place = placeOf(resultPayload);
  const kept = place === null ? undefined : executions.find(({ result }) => placeOf(result) === place);
  return kept?.endedAt == null ? null : keptUntil(kept.endedAt, results);
}
