import type { TaskResult } from "@catalyst/api";
import type { ReviewFinding } from "@catalyst/core";
import type { Colors } from "../../output/output.ts";
import { cleanTerminalLine, cleanTerminalText } from "../../output/words/clean-terminal-text.ts";
import { renderAddress } from "./render-address.ts";

/** What an agent found in a change, the most serious first, and what it says of it all. */
export function renderReview(result: TaskResult, colors: Colors): string[] {
  const { review, summary } = result;
  return [
    ...renderAddress(result),
    ...renderFindings(review, colors),
    ...(summary === null ? [] : ["  It says:", ...quote(summary, colors)]),
  ];
}

function renderFindings(review: TaskResult["review"], colors: Colors): string[] {
  if (review === null) {
    return [
      `  ${colors.yellow("!")} It gave no findings in the form that was asked for: what it says is all there is.`,
    ];
  }
  const { findings, leftOut } = review;
  return [
    ...(findings.length === 0 ? ["  It found nothing to say."] : findings.flatMap((one) => renderFinding(one, colors))),
    ...(leftOut === 0 ? [] : [`  ${colors.yellow("!")} ${leftOut} more could not be taken.`]),
  ];
}

function renderFinding({ file, line, severity, text }: ReviewFinding, colors: Colors): string[] {
  const isSerious = severity === "critical" || severity === "high";
  const mark = isSerious ? colors.red(severity) : colors.yellow(severity);
  const place =
    file === null ? "" : ` ${colors.bold(cleanTerminalLine(file, 200) + (line === null ? "" : `:${line}`))}`;
  return [`  ${mark}${place}`, ...quote(text, colors)];
}

function quote(text: string, colors: Colors): string[] {
  const lines = cleanTerminalText(text).trim().split("\n");
  return lines.map((line) => `    ${colors.dim("│")} ${line}`);
}
