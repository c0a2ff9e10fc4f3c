import { keptAtOf } from "@catalyst/core/apart";
import { diffCommand } from "../../run/summary/diff-command.ts";
import type { SeenExecution, SeenTask } from "./read-task-details.ts";

const ENDED_WITHOUT = new Set(["cancelled", "failed", "paused_budget"]);

/** The latest result that is kept of an earlier run, where the task's last one left none: it isn't lost. `git`: how git is called there. */
export function renderKeptRun({ task, executions }: Pick<SeenTask, "task" | "executions">, git: string): string[] {
  const index = executions.findLastIndex(isKept);
  const result = executions[index]?.execution.result;
  if (result == null || index === executions.length - 1 || !ENDED_WITHOUT.has(task.status)) {
    return [];
  }
  const { ref } = result;
  return [
    `  Kept     the result of run ${index + 1}, not published:`,
    ...(ref === null ? [] : [`             ${diffCommand({ git, base: task.baseBranch, head: ref, result })}`]),
    `             catalyst tasks publish ${task.number} --run ${index + 1}`,
  ];
}

function isKept({ execution: { result } }: SeenExecution): boolean {
  return result !== null && result.headCommit !== null && result.removedAt === null && keptAtOf(result) !== null;
}
