import type { GitHubFinding } from "@catalyst/api";
import { openApi } from "../../api/open-api.ts";
import type { CliContext } from "../../cli-context.ts";
import { EXIT_CODES } from "../../exit/exit-codes.ts";
import type { Output } from "../../output/output.ts";
import { cleanTerminalLine } from "../../output/words/clean-terminal-text.ts";
import { readRepositoryName } from "../repository-name.ts";

export interface GitHubDoctorInput {
  /** `owner/name`; null: those that the Apps are shown. */
  repository: string | null;
  isJson: boolean;
}

/** Shows how the Apps and repositories stand, each with where to mend it; the exit code says whether something keeps work from being done. */
export async function runGitHubDoctor({ repository, isJson }: GitHubDoctorInput, context: CliContext): Promise<void> {
  const { output } = context;
  const named = repository === null ? null : readRepositoryName(repository, "Looking at");
  const client = await openApi(context);
  output.status("asking GitHub …");
  const { data, leftOut } = await client
    .call("inspectGitHub", { body: { repository: named } })
    .finally(() => output.status(null));
  for (const finding of data) {
    if (isJson) {
      output.json(finding);
    } else {
      show(finding, output);
    }
  }
  if (data.some(({ state }) => state === "failed")) {
    context.setExitCode(EXIT_CODES.prerequisite);
  }
  if (data.length === 0) {
    output.say(
      "There is no GitHub App yet, and no repository is watched. Make one: catalyst github setup. Or try it: catalyst github watch <owner/repo> --as-me",
    );
  }
  if (leftOut > 0) {
    output.say(`${leftOut} more repositories weren't looked at. One by one: catalyst github doctor <owner/repo>`);
  }
}

function show({ app, repository, check, state, detail, page, clicks }: GitHubFinding, output: Output): void {
  const { colors } = output;
  const marks = { ok: colors.green("✓"), limited: colors.yellow("!"), failed: colors.red("✗") };
  const what = cleanTerminalLine(repository ?? app, 200);
  output.data(`${marks[state]} ${what}  ${check}: ${cleanTerminalLine(detail, 1000)}`);
  if (page !== null) {
    const press = clicks === null ? "" : ` (${cleanTerminalLine(clicks, 300)})`;
    output.data(`  ${colors.bold("→")} ${cleanTerminalLine(page, 2000)}${press}`);
  }
}
