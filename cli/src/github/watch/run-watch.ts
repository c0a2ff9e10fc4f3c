import { CatalystError } from "@catalyst/core/apart";
import { openApi } from "../../api/open-api.ts";
import type { CliContext } from "../../cli-context.ts";
import { askHidden } from "../../credentials/ask-hidden.ts";
import { cleanTerminalLine } from "../../output/words/clean-terminal-text.ts";
import { readHost } from "../read-host.ts";
import { readRepositoryName } from "../repository-name.ts";

export interface WatchInput {
  /** `owner/name`. */
  repository: string;
  host: string;
  /** It is said that Catalyst acts as the person. */
  isAsMe: boolean;
  isJson: boolean;
}

/** Has Catalyst act as the person in one repository. Their token is asked for, or read from standard input. */
export async function runWatch(input: WatchInput, context: CliContext): Promise<void> {
  const { output } = context;
  const { owner, name } = readRepositoryName(input.repository, "Watching");
  const host = readHost(input.host, "Watching");
  if (!input.isAsMe) {
    throw new CatalystError(
      "invalid_input",
      `Watching ${owner}/${name} failed: Catalyst would act there as you. Say so with --as-me, or make it an App: catalyst github setup`,
    );
  }
  const client = await openApi(context);
  if (context.stdin.isTTY) {
    output.say(describeToken({ host, owner, name }));
  }
  const token = (await askHidden("token", context)).trim();
  output.status("asking GitHub …");
  const watch = await client
    .call("watchGitHubRepository", { body: { host, repository: { owner, name }, token } })
    .finally(() => output.status(null));
  if (input.isJson) {
    output.json(watch);
    return;
  }
  const [where, login] = [cleanTerminalLine(watch.repository, 200), cleanTerminalLine(watch.login, 100)];
  output.data(`${output.colors.green("✓")} ${where} is watched as ${login}.`);
  output.say(`
There you alone ask for work: by the label catalyst, or by a comment that begins with /catalyst (/catalyst help says more).
Within a minute it is seen. What comes of it is said and proposed as ${login}, always as a draft; nothing is reviewed.
How it stands: catalyst github doctor ${where}      End it: catalyst github unwatch ${where}`);
}

function describeToken({ host, owner, name }: { host: string; owner: string; name: string }): string {
  return `Make a token that is for this repository alone, at https://${host}/settings/personal-access-tokens/new
  Resource owner: ${owner}      Expiration: some days
  Repository access: Only select repositories, ${name}
  Permissions, Repository permissions: Contents, Issues and Pull requests, each Read and write
It is sealed to the workers, and gone with catalyst github unwatch.`;
}
