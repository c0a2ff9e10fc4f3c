import type { Credential } from "@catalyst/api";
import type { ApiClient } from "@catalyst/api/own";
import { CatalystError } from "@catalyst/core/apart";
import { openApi } from "../api/open-api.ts";
import type { CliContext } from "../cli-context.ts";
import { askHidden } from "./ask-hidden.ts";
import { readProvider } from "./read-provider.ts";

export interface AddCredentialInput {
  provider: string;
  baseUrl: string | null;
  isReplacing: boolean;
  isJson: boolean;
}

/** Stores a key, sealed. Refuses before asking for the key where there is one already. */
export async function addCredential(input: AddCredentialInput, context: CliContext): Promise<void> {
  const provider = readProvider(input.provider);
  const { baseUrl, isReplacing: replace } = input;
  const client = await openApi(context);
  if (!replace) {
    await refuseSecond(provider, client);
  }
  const key = provider === "ollama" ? "" : await askHidden(`Key for ${provider}`, context);
  report(await client.call("addCredential", { body: { provider, key, baseUrl, replace } }), input, context);
}

async function refuseSecond(provider: Credential["provider"], client: ApiClient): Promise<void> {
  const { data } = await client.call("listCredentials", {});
  const before = data.find((credential) => credential.provider === provider);
  if (before !== undefined) {
    throw new CatalystError(
      "conflict",
      `Adding the ${provider} credential failed: there is one already${before.hint === "" ? "" : ` (…${before.hint})`}. Replace it: catalyst credentials add ${provider} --replace`,
    );
  }
}

function report(
  { provider, hint, ...more }: Credential,
  { isJson, isReplacing }: AddCredentialInput,
  { output }: CliContext,
): void {
  if (isJson) {
    output.json({ provider, hint, ...more });
    return;
  }
  const shown = hint === "" ? "" : ` …${hint}`;
  output.data(
    `${output.colors.green("✓")} The ${provider} credential${shown} is ${isReplacing ? "replaced" : "stored"}.`,
  );
}
