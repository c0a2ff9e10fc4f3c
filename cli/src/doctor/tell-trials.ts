import type { Output } from "../output/output.ts";
import { cleanTerminalText } from "../output/words/clean-terminal-text.ts";
import { type Finding, isFailed } from "./finding.ts";
import type { Trial } from "./start-checks.ts";

/** "Gateway's key" is the longest. */
const NAME_WIDTH = 13;

/** Tells what was found in the order of the trials, each as soon as those before it are told; returns how many failed. */
export async function tellTrials(
  trials: readonly Trial[],
  { isJson, output }: { isJson: boolean; output: Output },
): Promise<number> {
  const pending = showPending(trials, output);
  let failures = 0;
  for (const { findings } of trials) {
    for (const finding of await findings) {
      failures += isFailed(finding) ? 1 : 0;
      show(finding, isJson, output);
    }
  }
  await pending;
  output.status(null);
  return failures;
}

/** Names what is still being tried, until all is done. */
async function showPending(trials: readonly Trial[], output: Output): Promise<void> {
  const pending = new Set(trials.map(({ what }) => what));
  const draw = () => output.status(pending.size === 0 ? null : `trying ${[...pending].join(", ")} …`);
  draw();
  await Promise.all(
    trials.map(async ({ what, findings }) => {
      await findings;
      pending.delete(what);
      draw();
    }),
  );
}

function show(finding: Finding, isJson: boolean, output: Output): void {
  if (isJson) {
    output.json(finding);
    return;
  }
  const { colors } = output;
  const marks = { ok: colors.green("✓"), limited: colors.yellow("!"), failed: colors.red("✗") };
  output.data(
    `${marks[finding.state]} ${finding.name.padEnd(NAME_WIDTH)} ${cleanTerminalText(finding.detail).replaceAll("\n", `\n${" ".repeat(NAME_WIDTH + 3)}`)}`,
  );
  if (finding.remedy !== null) {
    output.data(`  ${" ".repeat(NAME_WIDTH)} ${colors.bold("→")} ${finding.remedy}`);
  }
}
