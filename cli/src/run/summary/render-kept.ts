import { join } from "node:path";
import type { Task, TaskResult } from "@catalyst/api";
import { branchProblemOf, keptAtOf } from "@catalyst/core/apart";
import type { Colors } from "../../output/output.ts";
import { cleanTerminalLine } from "../../output/words/clean-terminal-text.ts";
import { shellQuote } from "../../output/words/shell-quote.ts";
import { diffCommand } from "./diff-command.ts";
import type { GitPlace } from "./git-place.ts";
import { renderBeside } from "./render-beside.ts";
import { renderCommits } from "./render-commits.ts";
import { renderKeptUntil } from "./render-kept-until.ts";
import type { SummaryInput } from "./summary-input.ts";

/** What of a task's result is kept and not published, how to get at it, and for how long. */
export function renderKept(
  { task, place, keptUntil }: Pick<SummaryInput, "task" | "place" | "keptUntil">,
  colors: Colors,
): string[] {
  const result = task.result;
  if (result === null) {
    return [];
  }
  const until = renderKeptUntil(result, keptUntil);
  const beside = renderBeside(result, place, colors);
  const keptAt = keptAtOf(result);
  if (keptAt === null) {
    return [...beside, ...until];
  }
  if (result.headCommit === null) {
    const where = cleanTerminalLine(join(place.keptFolder, keptAt), 300);
    return [`  What it pushed is kept as it is, unchecked: ${where}`, ...beside, ...until];
  }
  return [
    "  Its commits are kept; this run published none of them:",
    ...renderCommits(result, colors),
    ...beside,
    ...until,
    `  ${colors.bold("Look at it")}:`,
    ...commandsFor(task, result, place).map((command) => `    ${command}`),
  ];
}

function commandsFor({ branch, baseBranch }: Task, result: TaskResult, place: GitPlace): string[] {
  const { git, hasCheckout, keptFolder } = place;
  const { ref, findings } = result;
  const diff = (head: string) => diffCommand({ git, base: baseBranch, head, result });
  if (ref === null) {
    return [`${git} fetch ${shellQuote(join(keptFolder, keptAtOf(result) ?? ""))} ${branch ?? ""}`, diff("FETCH_HEAD")];
  }
  // What the policy found is to be looked at before it is anywhere else; a branch that is checked out has a command of its own.
  const isMergeable = hasCheckout && findings.length === 0 && branchProblemOf(result)?.kind !== "checked_out";
  return [diff(ref), ...(isMergeable ? [`${git} merge ${ref}`] : [])];
}
