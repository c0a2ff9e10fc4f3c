import type { GitHubFinding } from "@catalyst/api";
import type { Output } from "../../output/output.ts";
import { cleanTerminalLine } from "../../output/words/clean-terminal-text.ts";

/** A line of how something stands, and one of where it is mended. */
export function showFinding(
  { app, repository, check, state, detail, page, clicks }: GitHubFinding,
  output: Output,
): void {
  const { colors } = output;
  const marks = { ok: colors.green("✓"), limited: colors.yellow("!"), failed: colors.red("✗") };
  const what = cleanTerminalLine(repository ?? app, 200);
  output.data(`${marks[state]} ${what}  ${check}: ${cleanTerminalLine(detail, 1000)}`);
  if (page !== null) {
    const press = clicks === null ? "" : ` (${cleanTerminalLine(clicks, 300)})`;
    output.data(`  ${colors.bold("→")} ${cleanTerminalLine(page, 2000)}${press}`);
  }
}
