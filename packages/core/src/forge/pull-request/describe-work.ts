import type { Acceptance, TaskResult, Verification } from "../../task/task.ts";
import { neutralize } from "../text/neutralize.ts";
import { codeBlock, codeLine } from "../text/plain-text.ts";

/** Each letter may become two, and a template stands beside it. */
const MAX_SUMMARY = 8000;

/** What an agent says of its work, ready to be posted; null: nothing. */
export function describeWork({ summary }: Pick<TaskResult, "summary">, links: readonly string[]): string | null {
  const text = summary === null ? "" : neutralize(summary.slice(0, MAX_SUMMARY), { links }).trim();
  return text === "" ? null : text;
}

/** How the work was verified, as the trusted side measured it; null: it wasn't. */
export function describeVerified(verification: Verification | null): string | null {
  if (verification === null) {
    return null;
  }
  const { isPassed, command, exitCode, attempts, output } = verification;
  const what = command === undefined ? "The project's check" : codeLine(command);
  const tries = attempts === 1 ? "" : ` at attempt ${attempts}`;
  const how = exitCode === null ? "it didn't end in its time" : `exit code ${exitCode}`;
  const said = codeBlock(output.slice(-8000));
  const tail = said === "" ? [] : ["", `<details><summary>The end of its output</summary>\n\n${said}\n\n</details>`];
  return [`${what} ${isPassed ? `passes${tries}` : `**fails**${tries} (${how})`}.`, ...tail].join("\n");
}

/** What isn't in it, and what a person let through; null: nothing of that kind. */
export function describeUndone({ leftOut, acceptances }: TaskResult): string | null {
  const lines = [...leftOut.map((words) => `- Not in it: ${codeLine(words)}`), ...acceptances.map(describeAcceptance)];
  return lines.length === 0 ? null : lines.join("\n");
}

/** Whose word let what through, and why, in a line of a list. */
export function describeAcceptance({ rules, by, reason }: Acceptance): string {
  const why = reason === undefined ? "" : ` (${codeLine(reason)})`;
  return `- Let through by ${codeLine(by)}: ${rules.map(codeLine).join(", ")}${why}`;
}
