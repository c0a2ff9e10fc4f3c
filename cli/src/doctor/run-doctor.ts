import { CatalystError } from "@catalyst/core/apart";
import type { CliContext } from "../cli-context.ts";
import { EXIT_CODES } from "../exit/exit-codes.ts";
import { startChecks, startInvariants } from "./start-checks.ts";
import { tellTrials } from "./tell-trials.ts";

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
  const failures = await tellTrials(trials, { isJson, output });
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
