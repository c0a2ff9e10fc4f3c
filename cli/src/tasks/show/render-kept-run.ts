import { keptAtOf } from "@catalyst/core/apart";
import { showRevision } from "../../output/events/show-revision.ts";
import { shellQuote } from "../../output/words/shell-quote.ts";
import type { SeenExecution, SeenTask } from "./read-task-details.ts";

const ENDED_WITHOUT = new Set(["cancelled", "failed", "paused_budget"]);

/** The latest result that is kept of an earlier run, where the task's last one left none: it isn't lost. `git`: how git is called there. */
export function renderKeptRun({ task, executions }: Pick<SeenTask, "task" | "executions">, git: string): string[] {
  const index = executions.findLastIndex(isKept);
  const result = executions[index]?.execution.result;
  if (result == null || index === executions.length - 1 || !ENDED_WITHOUT.has(task.status)) {
    return [];
  }
  const base = shellQuote(showRevision(task.baseBranch ?? ""));
  return [
    `  Kept     the result of run ${index + 1}, not published:`,
    ...(result.ref === null ? [] : [`             ${git} diff ${base}...${result.ref}`]),
    `             catalyst tasks publish ${task.number} --run ${index + 1}`,
  ];
}

function isKept({ execution: { result } }: SeenExecution): boolean {
  return result !== null && result.headCommit !== null && result.removedAt === null && keptAtOf(result) !== null;
}
