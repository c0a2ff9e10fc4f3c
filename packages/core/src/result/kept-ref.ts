import type { AgentTask } from "../task/task.ts";

/**
 * The ref under which a run's result stands in the repository. Every one is below the task's, so that none is the
 * beginning of another's name; a part of the id keeps tasks of several homes apart.
 */
export function keptRef({ number, id }: Pick<AgentTask, "number" | "id">, run: number): string {
  return `refs/catalyst/${number}-${id.slice(0, 4)}/${run}`;
}
