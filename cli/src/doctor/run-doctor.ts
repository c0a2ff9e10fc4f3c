import type { CliContext } from "../cli-context.ts";
import type { CliConfig } from "../config.ts";
import { EXIT_CODES } from "../exit-codes.ts";
import { cleanTerminalText } from "../output/clean-terminal-text.ts";
import type { Output } from "../output/output.ts";
import { checkAgentsInstalled } from "./check-agents-installed.ts";
import { checkInstalling } from "./check-installing.ts";
import { checkIsolationHere } from "./check-isolation-here.ts";
import { checkGit, checkHome, checkNode, checkPlatform } from "./check-machine.ts";
import { checkPlaces } from "./check-places.ts";
import { checkServices } from "./check-services.ts";
import { checkStorage } from "./check-storage.ts";
import type { Finding } from "./finding.ts";

type Check = { what: string; run: (config: CliConfig) => Finding | Promise<Finding | Finding[]> };

const CHECKS: Check[] = [
  { what: "platform", run: checkPlatform },
  { what: "Node", run: checkNode },
  { what: "git", run: checkGit },
  { what: "home", run: ({ home }) => checkHome(home) },
  { what: "isolation", run: checkIsolationHere },
  { what: "places", run: checkPlaces },
  { what: "storage", run: checkStorage },
  { what: "installing", run: checkInstalling },
  { what: "agents", run: ({ home }) => checkAgentsInstalled(home) },
  { what: "services", run: checkServices },
];

/** Tries everything, whatever fails in between; the exit code says whether something is missing. */
export async function runDoctor({ isJson }: { isJson: boolean }, context: CliContext): Promise<void> {
  const { output } = context;
  const config = await context.readConfig();
  let failures = 0;
  for (const { what, run } of CHECKS) {
    output.status(`trying ${what} …`);
    for (const finding of [await tryCheck(what, () => run(config))].flat()) {
      failures += finding.state === "failed" ? 1 : 0;
      show(finding, isJson, output);
    }
  }
  output.status(null);
  if (failures > 0) {
    context.setExitCode(EXIT_CODES.prerequisite);
  }
  if (!isJson) {
    output.say(
      failures === 0
        ? "\nReady. Try it: catalyst demo"
        : `\n${failures} of these must be mended before agents can run.`,
    );
  }
}

async function tryCheck(what: string, run: () => Finding | Promise<Finding | Finding[]>): Promise<Finding | Finding[]> {
  try {
    return await run();
  } catch (error) {
    return {
      name: what,
      state: "failed",
      detail: error instanceof Error ? error.message : String(error),
      remedy: "See where it comes from: catalyst doctor --debug",
    };
  }
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
