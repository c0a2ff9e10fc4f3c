import type { ApiClient } from "@catalyst/api/own";
import { wayToReplace } from "@catalyst/core/apart";
import type { CliConfig } from "../../config.ts";
import { sayWay } from "../../output/words/ways-out.ts";
import { type Finding, limited, ok } from "../finding.ts";

/** Which keys and subscriptions there are: stored ones, and those of the providers' variables. */
export async function checkCredentials(
  client: ApiClient,
  { providerVariables }: Pick<CliConfig, "providerVariables">,
): Promise<Finding> {
  const { data: stored } = await client.call("listCredentials", {});
  const names = Object.keys(providerVariables).filter((name) => /_(API_KEY|OAUTH_TOKEN|HOST)$/.test(name));
  if (stored.length === 0 && names.length === 0) {
    return limited("Credentials", "none; the demo needs none.", "Add one: catalyst credentials add anthropic");
  }
  const parts = [
    ...stored.map(({ name, hint }) => `${name}${hint === "" ? "" : ` …${hint}`}`),
    ...names.map((name) => `$${name}`),
  ];
  const ended = stored.find(({ signInNeeded }) => signInNeeded !== null);
  return ended === undefined
    ? ok("Credentials", parts.join(", "))
    : limited("Credentials", `${parts.join(", ")}; ${ended.name} must be signed in anew.`, sayWay(wayToReplace(ended)));
}
