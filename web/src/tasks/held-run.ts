import type { Execution, TaskDetails } from "@catalyst/api";

type Looked = Pick<Execution, "run"> & { result: Pick<NonNullable<Execution["result"]>, "headCommit"> | null };

/**
 * Whose result a task keeps, where several attempts left one, so that what is published is what was looked at; null: it can be no other's.
 */
export function heldRunOf({ result }: Pick<TaskDetails, "result">, executions: readonly Looked[]): number | null {
  const withResult = executions.filter((execution) => execution.result?.headCommit != null);
  const held = withResult.findLast((execution) => execution.result?.headCommit === result?.headCommit);
  return withResult.length < 2 ? null : (held?.run ?? null);
}
