import { openApi } from "../../api/open-api.ts";
import type { CliContext } from "../../cli-context.ts";
import { EXIT_CODES } from "../../exit/exit-codes.ts";
import { readRepositoryName } from "../repository-name.ts";
import { showFinding } from "./show-finding.ts";

export interface GitHubDoctorInput {
  /** `owner/name`; null: those that the Apps are shown. */
  repository: string | null;
  /** Whether labels that aren't there are made. */
  isMending: boolean;
  isJson: boolean;
}

/** Shows how the Apps and repositories stand, each with where to mend it; the exit code says whether something keeps work from being done. */
export async function runGitHubDoctor(input: GitHubDoctorInput, context: CliContext): Promise<void> {
  const { repository, isMending, isJson } = input;
  const { output } = context;
  const named = repository === null ? null : readRepositoryName(repository, "Looking at");
  const client = await openApi(context);
  output.status("asking GitHub …");
  const { data, leftOut } = await client
    .call("inspectGitHub", { body: { repository: named, isMending } })
    .finally(() => output.status(null));
  for (const finding of data) {
    if (isJson) {
      output.json(finding);
    } else {
      showFinding(finding, output);
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
