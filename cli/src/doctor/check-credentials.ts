import type { ApiClient } from "@catalyst/api/own";
import type { CliConfig } from "../config.ts";
import { type Finding, limited, ok } from "./finding.ts";

/** Which keys there are: stored ones, and those of the providers' variables. */
export async function checkCredentials(
  client: ApiClient,
  { providerVariables }: Pick<CliConfig, "providerVariables">,
): Promise<Finding> {
  const { data: stored } = await client.call("listCredentials", {});
  const names = Object.keys(providerVariables).filter((name) => name.endsWith("_API_KEY") || name === "OLLAMA_HOST");
  if (stored.length === 0 && names.length === 0) {
    return limited("Credentials", "none; the demo needs none.", "Add one: catalyst credentials add anthropic");
  }
  const parts = [
    ...stored.map(({ provider, hint }) => `${provider}${hint === "" ? "" : ` …${hint}`}`),
    ...names.map((name) => `$${name}`),
  ];
  return ok("Credentials", parts.join(", "));
}
