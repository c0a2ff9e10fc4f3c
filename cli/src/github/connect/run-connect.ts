import { setTimeout as wait } from "node:timers/promises";
import type { ApiClient } from "@catalyst/api/own";
import { CatalystError } from "@catalyst/core/apart";
import { openApi } from "../../api/open-api.ts";
import type { CliContext } from "../../cli-context.ts";
import { showList } from "../../output/show-list.ts";
import { cleanTerminalLine } from "../../output/words/clean-terminal-text.ts";
import { readHost } from "../read-host.ts";

export interface ConnectInput {
  host: string;
  isJson: boolean;
}

/** Links the person's account of a GitHub to theirs here: they type a code on a page of it. */
export async function runConnect(input: ConnectInput, context: CliContext): Promise<void> {
  const { output } = context;
  const { isJson } = input;
  const host = readHost(input.host, "Linking your account");
  const client = await openApi(context);
  const begun = await client.call("beginGitHubLink", { body: { host } });
  output.say(
    `Open this page in a browser, signed in there as yourself, and type ${output.colors.bold(cleanTerminalLine(begun.userCode, 20))}:\n  ${cleanTerminalLine(begun.page, 300)}`,
  );
  output.status("waiting until you agree there …");
  const linked = await awaitLink({ client, ...begun }, context).finally(() => output.status(null));
  if (isJson) {
    output.json(linked);
    return;
  }
  const login = cleanTerminalLine(linked.login, 100);
  output.data(
    `${output.colors.green("✓")} ${login} of ${linked.host} is you here. What it asks for is paid with a key of yours: catalyst credentials list`,
  );
}

interface Waiting {
  client: ApiClient;
  pending: string;
  intervalSeconds: number;
}

/** Asks what came of it until something did, as often as its GitHub lets it. Throws `cancelled`, and what the server refuses. */
async function awaitLink(
  { client, pending, intervalSeconds }: Waiting,
  { interrupted: signal }: CliContext,
): Promise<{ host: string; accountId: string; login: string }> {
  let seconds = intervalSeconds;
  for (;;) {
    await wait(seconds * 1000, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) {
      throw new CatalystError("cancelled", "Nothing is linked: nobody agreed yet.");
    }
    const answer = await client.call("finishGitHubLink", { body: { pending } });
    if (answer.state === "linked") {
      const { host, accountId, login } = answer;
      return { host, accountId, login };
    }
    // Whoever asked too early waits longer from then on.
    seconds = Math.max(seconds, answer.intervalSeconds);
  }
}

export async function listLinks({ isJson }: { isJson: boolean }, context: CliContext): Promise<void> {
  const client = await openApi(context);
  const { data } = await client.call("listGitHubLinks", {});
  showList(
    data,
    { isJson, output: context.output },
    {
      head: ["at", "number"],
      none: "No account is linked. Link yours: catalyst github connect",
      row: ({ host, accountId }) => [cleanTerminalLine(host, 60), accountId],
    },
  );
}

export async function removeLinks(input: { host: string }, context: CliContext): Promise<void> {
  const host = readHost(input.host, "Unlinking your account");
  const client = await openApi(context);
  await client.call("removeGitHubLinks", { query: { host } });
  context.output.data(`Your account of ${host} isn't linked to you. What it asked for stays yours.`);
}
