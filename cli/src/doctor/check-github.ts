import type { ApiClient } from "@catalyst/api/own";
import { cleanTerminalLine } from "../output/words/clean-terminal-text.ts";
import { type Finding, ok } from "./finding.ts";

/** By which Apps Catalyst works at GitHubs. Nothing is asked of those: `github doctor` does. */
export async function checkGitHub(client: Pick<ApiClient, "call">): Promise<Finding> {
  const { data } = await client.call("listGitHubApps", {});
  const named = data.map(({ slug, host }) => `${cleanTerminalLine(slug, 40)} at ${cleanTerminalLine(host, 60)}`);
  return data.length === 0
    ? ok("GitHub", "no App is added (catalyst github setup makes one)")
    : ok("GitHub", `${named.join(", ")} (catalyst github doctor asks how they stand)`);
}
