import type { Execution, Task } from "@catalyst/api";
import type { Colors } from "../../output/output.ts";
import { renderTable } from "../../output/render-table.ts";
import { cleanTerminalLine } from "../../output/words/clean-terminal-text.ts";
import { formatCount, formatElapsed } from "../../output/words/format-quantity.ts";
import { nameCost } from "../../output/words/format-usage.ts";
import type { SeenExecution } from "./read-task-details.ts";

const HEADINGS = ["run", "agent", "for", "state", "time", "tokens", "cost", "changes", "verify"];

/** The executions of a task side by side. The number of a run is what `tasks publish --run` takes. */
export function compareExecutions(
  executions: readonly SeenExecution[],
  task: Pick<Task, "plan" | "status">,
  colors: Colors,
): string[] {
  const rows = executions.map(({ execution, usage }, index) => [
    String(index + 1),
    nameAgent(execution),
    execution.purpose,
    describeState(execution, { ...task, isLast: index === executions.length - 1 }),
    formatElapsed(duration(execution)),
    usage.requests === 0 ? "-" : formatCount(usage.inputTokens + usage.outputTokens),
    describeCost(usage),
    describeChanges(execution),
    describeVerification(execution),
  ]);
  return ["", ...renderTable(HEADINGS, rows, { colors, width: null }).map((line) => `  ${line}`)];
}

/** How long a run took, or takes by now, in milliseconds. */
export function duration({ startedAt, endedAt }: Execution): number {
  return (endedAt === null ? Date.now() : Date.parse(endedAt)) - Date.parse(startedAt);
}

/** A plan's run waits only as long as nothing was decided on it. */
function describeState(
  { id, purpose, state }: Execution,
  { plan, status, isLast }: Pick<Task, "plan" | "status"> & { isLast: boolean },
): string {
  if (purpose !== "plan" || state !== "awaiting_approval" || (isLast && status === state)) {
    return state.replaceAll("_", " ");
  }
  return plan?.executionId === id && plan.approvedAt !== null ? "approved" : "not approved";
}

function nameAgent({ agentType, model }: Execution): string {
  return model === null || agentType === null ? (agentType ?? "-") : `${agentType} (${cleanTerminalLine(model, 40)})`;
}

function describeCost({ requests, costUsd, isAtMost, isCovered }: SeenExecution["usage"]): string {
  if (requests === 0) {
    return "-";
  }
  const isUpTo = isAtMost && !(isCovered && costUsd === 0);
  return costUsd === null ? "unknown" : `${isUpTo ? "at most " : ""}${nameCost({ costUsd, isCovered })}`;
}

function describeChanges({ result }: Execution): string {
  if (result === null || result.headCommit === null) {
    return "-";
  }
  const { files, insertions, deletions } = result.diffStat;
  return `${files} ${files === 1 ? "file" : "files"}, +${insertions} -${deletions}`;
}

function describeVerification({ result }: Execution): string {
  const verification = result?.verification ?? null;
  if (verification === null) {
    return "-";
  }
  return verification.isPassed ? "passed" : `failed (${verification.attempts}x)`;
}
