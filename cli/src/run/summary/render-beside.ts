import { join } from "node:path";
import type { TaskResult } from "@catalyst/api";
import type { Colors } from "../../output/output.ts";
import { cleanTerminalLine } from "../../output/words/clean-terminal-text.ts";
import { shellQuote } from "../../output/words/shell-quote.ts";
import type { GitPlace } from "./git-place.ts";

const MAX_NAME_LENGTH = 100;
const MAX_WORDS_LENGTH = 300;

/** What of the agent's work isn't in the result: what could not be taken, and what lies beside it, fetched by `git`. */
export function renderBeside(
  { leftOut, beside }: TaskResult,
  { git, keptFolder }: Pick<GitPlace, "git" | "keptFolder">,
  colors: Colors,
): string[] {
  const left = leftOut.map((words) => `  ${colors.yellow("Left out")} ${cleanTerminalLine(words, MAX_WORDS_LENGTH)}`);
  if (beside === null) {
    return left;
  }
  const path = shellQuote(join(keptFolder, beside.keptAt));
  const commits = beside.commits.map(
    ({ name, ref }) =>
      `    ${cleanTerminalLine(name, MAX_NAME_LENGTH)}: ${git} fetch ${path} ${cleanTerminalLine(ref, MAX_NAME_LENGTH)}`,
  );
  return [...left, "  Beside   the agent left more, which is kept and not checked:", ...commits];
}
