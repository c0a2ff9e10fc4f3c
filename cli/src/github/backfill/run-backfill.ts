import type { MissedRequest } from "@catalyst/api";
import type { ApiClient } from "@catalyst/api/own";
import { CatalystError } from "@catalyst/core/apart";
import { openApi } from "../../api/open-api.ts";
import type { CliContext } from "../../cli-context.ts";
import { askYes } from "../../output/ask-yes.ts";
import { showList } from "../../output/show-list.ts";
import { cleanTerminalLine } from "../../output/words/clean-terminal-text.ts";
import { readRepositoryName } from "../repository-name.ts";
import { countMissed } from "./count-missed.ts";

/** As many as are begun by one request. */
const MAX_CHOSEN = 500;

export interface BackfillInput {
  /** `owner/name`; null: those that the Apps are shown. */
  repository: string | null;
  isJson: boolean;
  /** Nobody is asked. */
  isAgreed: boolean;
  /** Nothing is begun. */
  isTrial: boolean;
}

/** Shows what was asked before anybody looked, and begins it once the person agreed. */
export async function runBackfill(
  { repository, isJson, isAgreed, isTrial }: BackfillInput,
  context: CliContext,
): Promise<void> {
  const { output } = context;
  const named = repository === null ? null : readRepositoryName(repository, "Looking at");
  const client = await openApi(context);
  output.status("asking GitHub …");
  const { data, isWhole } = await client
    .call("findMissedRequests", { body: { repository: named } })
    .finally(() => output.status(null));
  if (data.length > 0 || isJson) {
    showMissed(data, { isJson, context });
  } else {
    output.say((await isHeard(client)) ? "Nothing was missed." : NOTHING_HEARD);
  }
  if (!isWhole) {
    output.say("There is more than was looked at. One by one: catalyst github backfill <owner/repo>");
  }
  if (isTrial || data.length === 0 || !(isAgreed || (await askToBegin(data, context)))) {
    return;
  }
  const chosen = data
    .slice(0, MAX_CHOSEN)
    .map(({ appId, repositoryId, eventId }) => ({ appId, repositoryId, eventId }));
  const begun = await client.call("beginMissedRequests", { body: { repository: named, chosen } });
  output.say(
    `${output.colors.green("✓")} ${begun.data.length} of ${data.length} are decided now, as if they were asked now. What comes of them: catalyst tasks list`,
  );
}

const NOTHING_HEARD = `Nothing is looked at: there is no GitHub App, and no repository is watched.
Watch one as yourself: catalyst github watch <owner/repo> --as-me      Or make an App: catalyst github setup`;

/** Whether there is anything by which somebody could have been missed. */
async function isHeard(client: Pick<ApiClient, "call">): Promise<boolean> {
  const { data: apps } = await client.call("listGitHubApps", {});
  return apps.length > 0 || (await client.call("listGitHubWatches", {})).data.length > 0;
}

function showMissed(data: MissedRequest[], { isJson, context }: { isJson: boolean; context: CliContext }): void {
  const { output } = context;
  showList(
    data,
    { isJson, output },
    {
      head: ["where", "asked", "by", "at", "title"],
      none: "Nothing was missed.",
      row: ({ repository, number, asked, by, at, title }) => [
        `${cleanTerminalLine(repository, 100)}#${number}`,
        ASKED[asked],
        cleanTerminalLine(by, 60),
        at.slice(0, 10),
        cleanTerminalLine(title, 80),
      ],
    },
  );
  if (!isJson) {
    output.say(`${countMissed(data)}.`);
  }
}

const ASKED: Record<MissedRequest["asked"], string> = {
  assigned: "assigned",
  labeled: "label",
  review_requested: "review",
};

async function askToBegin(data: readonly MissedRequest[], context: CliContext): Promise<boolean> {
  const answer = await askYes(`Begin ${data.length === 1 ? "it" : `all ${data.length}`}?`, context);
  if (answer === null) {
    throw new CatalystError("invalid_input", "Nothing was begun: nobody can be asked here. Say --yes, or --dry-run.");
  }
  return answer;
}
