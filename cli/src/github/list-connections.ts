import type { GitHubApp, GitHubWatch } from "@catalyst/api";
import { openApi } from "../api/open-api.ts";
import type { CliContext } from "../cli-context.ts";
import type { Output } from "../output/output.ts";
import { showList } from "../output/show-list.ts";
import { cleanTerminalLine } from "../output/words/clean-terminal-text.ts";

/** Shows by what Catalyst hears and acts at GitHubs: the Apps, then the repositories in which it acts as a person. */
export async function listConnections({ isJson }: { isJson: boolean }, context: CliContext): Promise<void> {
  const client = await openApi(context);
  const { data: apps } = await client.call("listGitHubApps", {});
  const { data: watches } = await client.call("listGitHubWatches", {});
  const shown = { isJson, output: context.output };
  if (apps.length > 0 || watches.length === 0) {
    showApps(apps, shown);
  }
  if (watches.length > 0) {
    showWatches(watches, shown);
  }
}

function showApps(apps: GitHubApp[], shown: { isJson: boolean; output: Output }): void {
  showList(apps, shown, {
    head: ["app", "at", "number", "webhook", "picked as"],
    none: "No GitHub App is added. Make one: catalyst github setup",
    row: ({ slug, host, appId, hasWebhook, machineUsers }) => [
      cleanTerminalLine(slug, 40),
      cleanTerminalLine(host, 60),
      String(appId),
      hasWebhook ? "yes" : "no",
      cleanTerminalLine(machineUsers.map(({ login }) => login).join(", "), 60),
    ],
  });
}

function showWatches(watches: GitHubWatch[], shown: { isJson: boolean; output: Output }): void {
  showList(watches, shown, {
    head: ["watched", "at", "as"],
    none: "No repository is watched.",
    row: ({ repository, host, login }) => [
      cleanTerminalLine(repository, 200),
      cleanTerminalLine(host, 60),
      cleanTerminalLine(login, 100),
    ],
  });
}
