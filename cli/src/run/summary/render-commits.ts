import type { TaskResult } from "@catalyst/api";
import type { Colors } from "../../output/output.ts";
import { cleanTerminalLine } from "../../output/words/clean-terminal-text.ts";
import { formatPlural, formatTime } from "../../output/words/format-quantity.ts";

const MAX_COMMITS = 20;

export function renderCommits({ commits, diffStat, acceptances }: TaskResult, colors: Colors): string[] {
  const shown = commits
    .slice(0, MAX_COMMITS)
    .map(
      ({ sha, subject }) =>
        `    ${colors.yellow(cleanTerminalLine(sha, 64).slice(0, 10))} ${cleanTerminalLine(subject, 100)}`,
    );
  const more = commits.length > MAX_COMMITS ? [`    … ${commits.length - MAX_COMMITS} more`] : [];
  return [
    `  Commits  ${commits.length}`,
    ...shown,
    ...more,
    `  Changes  ${formatPlural(diffStat.files, "file")}, ${colors.green(`+${diffStat.insertions}`)} ${colors.red(`-${diffStat.deletions}`)}`,
    ...acceptances.map(renderAcceptance),
  ];
}

function renderAcceptance({ rules, by, at, reason }: TaskResult["acceptances"][number]): string {
  const why = reason === undefined ? "" : `: ${cleanTerminalLine(reason, 200)}`;
  return `  Accepted ${rules.join(", ")} (${by}, ${formatTime(new Date(at))})${why}`;
}
