import type { GitHubWatch } from "@catalyst/api";
import type { ApiClient } from "@catalyst/api/own";
import { CatalystError } from "@catalyst/core/apart";
import { openApi } from "../../api/open-api.ts";
import type { CliContext } from "../../cli-context.ts";
import { cleanTerminalLine } from "../../output/words/clean-terminal-text.ts";
import { readHost } from "../read-host.ts";
import { readRepositoryName } from "../repository-name.ts";

const ENDING = "Ending the watch of";

/** Drops the token of a repository in which Catalyst acts as somebody, and says what is left at its GitHub. */
export async function runUnwatch(
  { repository, host }: { repository: string; host: string },
  context: CliContext,
): Promise<void> {
  const { owner, name } = readRepositoryName(repository, ENDING);
  const client = await openApi(context);
  const watch = await findWatch(client, { named: `${owner}/${name}`, host: readHost(host, ENDING) });
  const open = await listOpenPulls(client, watch);
  await client.call("unwatchGitHubRepository", { params: { watch: watch.id } });
  const { output } = context;
  const [where, login] = [cleanTerminalLine(watch.repository, 200), cleanTerminalLine(watch.login, 100)];
  output.data(`${output.colors.green("✓")} ${where} isn't watched any more, and the token is forgotten here.`);
  output.say(`At ${watch.host} stay, as ${login}'s: the token (delete it at https://${watch.host}/settings/personal-access-tokens), and the comments,
branches catalyst/* and draft pull requests. ${login} stays linked to you here: catalyst github connect --remove`);
  if (open.length > 0) {
    output.say(`Open are still, as far as was told: what becomes of them isn't seen from here any more.
${open.map((url) => `  ${cleanTerminalLine(url, 300)}`).join("\n")}`);
  }
}

/** As many tasks are looked at, the newest. */
const MAX_PAGES = 5;

/** The pull requests that were proposed there and were neither merged nor closed, as far as anybody told. */
async function listOpenPulls(
  client: Pick<ApiClient, "call">,
  { host, repository }: Pick<GitHubWatch, "host" | "repository">,
): Promise<string[]> {
  const urls: string[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const query = { repo: `https://${host}/${repository}`, limit: 100, ...(cursor === undefined ? {} : { cursor }) };
    const { data, nextCursor } = await client.call("listTasks", { query });
    for (const { result, ending } of data) {
      if (result?.publication.kind === "pull_request" && ending === null) {
        urls.push(result.publication.url);
      }
    }
    if (nextCursor === null) {
      break;
    }
    cursor = nextCursor;
  }
  return urls;
}

async function findWatch(
  client: Pick<ApiClient, "call">,
  { named, host }: { named: string; host: string },
): Promise<GitHubWatch> {
  const { data } = await client.call("listGitHubWatches", {});
  const found = data.find((watch) => watch.host === host && watch.repository.toLowerCase() === named.toLowerCase());
  if (found === undefined) {
    throw new CatalystError(
      "not_found",
      `${ENDING} ${named} failed: it isn't watched at ${host}. See: catalyst github list`,
    );
  }
  return found;
}
