import { describeAcceptance } from "../../forge/pull-request/describe-work.ts";
import { neutralize } from "../../forge/text/neutralize.ts";
import { codeLine } from "../../forge/text/plain-text.ts";
import { describeReasons } from "../../result/hold/describe-hold.ts";
import type { Hold } from "../../result/hold/hold.ts";
import type { AgentTask, TaskResult, Verification } from "../../task/task.ts";

const MAX_SUMMARY = 4000;
const MAX_FINDINGS = 10;
const MAX_PATHS = 10;

/** What an execution left, in parts. */
export function describeResult({ resultPayload: result }: Pick<AgentTask, "resultPayload">): (string | null)[] {
  if (result === null) {
    return [];
  }
  return [
    result.summary === null ? null : neutralize(result.summary.slice(0, MAX_SUMMARY)).trim(),
    describeMeasures(result),
    result.hold === null ? null : describeHeld(result.hold),
    result.acceptances.map(describeAcceptance).join("\n"),
    result.publication.kind === "kept" && result.publication.branch === null ? describeFindings(result) : null,
  ];
}

function describeMeasures({ diffStat, headCommit, verification }: TaskResult): string | null {
  const { files, insertions, deletions } = diffStat;
  const change =
    headCommit === null ? null : `${files} ${files === 1 ? "file" : "files"}, +${insertions} -${deletions}`;
  const facts = [change, verification === null ? null : describeVerified(verification)].filter((one) => one !== null);
  return facts.length === 0 ? null : facts.join(" · ");
}

function describeHeld(hold: Hold): string {
  const paths = hold.paths.slice(0, MAX_PATHS).map((path) => `- ${codeLine(path)}`);
  const more = hold.paths.length > paths.length ? [`- and ${hold.paths.length - paths.length} more`] : [];
  const list = paths.length === 0 ? [] : ["", "CI runs of it:", "", ...paths, ...more];
  return [describeReasons(hold), ...list].join("\n");
}

function describeVerified({ isPassed, command }: Verification): string {
  const what = command === undefined ? "the project's check" : codeLine(command);
  return isPassed ? `verified by ${what}` : `**not** verified: ${what} fails`;
}

function describeFindings({ findings }: TaskResult): string | null {
  const shown = findings
    .slice(0, MAX_FINDINGS)
    .map(({ rule, path }) => `- ${codeLine(rule)}${path === null ? "" : `: ${codeLine(path)}`}`);
  const more = findings.length > shown.length ? [`- and ${findings.length - shown.length} more`] : [];
  return findings.length === 0 ? null : ["Found in it:", "", ...shown, ...more].join("\n");
}
