import { CatalystError } from "@catalyst/core/apart";
import type { CliContext } from "../cli-context.ts";
import { EXIT_CODES } from "../exit/exit-codes.ts";
import type { Output } from "../output/output.ts";
import { cleanTerminalText } from "../output/words/clean-terminal-text.ts";
import { type Finding, isFailed } from "./finding.ts";
import { startChecks, startInvariants, type Trial } from "./start-checks.ts";

interface DoctorOptions {
  isJson: boolean;
  /** Look at what always holds, and give what is under way so many seconds; null: try the prerequisites. */
  grace: string | null;
}

/** Tries everything, whatever fails in between; the exit code says whether something is missing. */
export async function runDoctor({ isJson, grace }: DoctorOptions, context: CliContext): Promise<void> {
  const { output } = context;
  const config = await context.readConfig();
  const trials = grace === null ? await startChecks(config) : startInvariants(config, readGrace(grace));
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
  if (failures > 0) {
    context.setExitCode(EXIT_CODES.prerequisite);
  }
  if (!isJson) {
    output.say(`\n${grace === null ? sayReady(failures) : sayKept(failures)}`);
  }
}

function readGrace(text: string): number {
  if (!/^\d{1,7}$/.test(text)) {
    throw new CatalystError(
      "invalid_input",
      `Looking at what always holds failed: --grace is "${text}". Give whole seconds, such as 600.`,
    );
  }
  return Number(text);
}

function sayReady(failures: number): string {
  return failures === 0 ? "Ready. Try it: catalyst demo" : `${failures} of these must be mended before agents can run.`;
}

function sayKept(failures: number): string {
  return failures === 0 ? "All of this holds." : `${failures} of these don't hold.`;
}

/** Names what is still being tried, until all is done. */
async function showPending(trials: Trial[], output: Output): Promise<void> {
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
    `${marks[finding.state]} ${finding.name.padEnd(12)} ${cleanTerminalText(finding.detail).replaceAll("\n", "\n               ")}`,
  );
  if (finding.remedy !== null) {
    output.data(`  ${" ".repeat(12)} ${colors.bold("→")} ${finding.remedy}`);
  }
}
