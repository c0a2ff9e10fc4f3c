import type { AgentExecution, UsageTotal } from "@catalyst/core";
import { cleanTerminalLine } from "../output/clean-terminal-text.ts";
import { formatCost, formatCount, formatElapsed } from "../output/format-quantity.ts";
import type { Colors } from "../output/output.ts";
import { renderTable } from "../output/render-table.ts";

const HEADINGS = ["run", "agent", "for", "state", "time", "tokens", "cost", "changes", "verify"];

/** The executions of a task side by side. The number of a run is what `tasks publish --run` takes. */
export function compareExecutions(
  executions: { execution: AgentExecution; usage: UsageTotal }[],
  colors: Colors,
): string[] {
  const rows = executions.map(({ execution, usage }, index) => [
    String(index + 1),
    nameAgent(execution),
    execution.purpose,
    execution.state.replaceAll("_", " "),
    formatElapsed(duration(execution)),
    usage.requests === 0 ? "-" : formatCount(usage.inputTokens + usage.outputTokens),
    describeCost(usage),
    describeChanges(execution),
    describeVerification(execution),
  ]);
  return ["", ...renderTable(HEADINGS, rows, colors).map((line) => `  ${line}`)];
}

export function duration({ startedAt, endedAt }: AgentExecution): number {
  return (endedAt ?? new Date()).getTime() - startedAt.getTime();
}

function nameAgent({ agentType, model }: AgentExecution): string {
  return model === null || agentType === null ? (agentType ?? "-") : `${agentType} (${cleanTerminalLine(model, 40)})`;
}

function describeCost({ requests, costUsd, isAtMost }: UsageTotal): string {
  if (requests === 0) {
    return "-";
  }
  return costUsd === null ? "unknown" : `${isAtMost ? "at most " : ""}${formatCost(costUsd)}`;
}

function describeChanges({ result }: AgentExecution): string {
  if (result === null || result.headCommit === null) {
    return "-";
  }
  const { files, insertions, deletions } = result.diffStat;
  return `${files} ${files === 1 ? "file" : "files"}, +${insertions} -${deletions}`;
}

function describeVerification({ result }: AgentExecution): string {
  const verification = result?.verification ?? null;
  if (verification === null) {
    return "-";
  }
  return verification.isPassed ? "passed" : `failed (${verification.attempts}x)`;
}
