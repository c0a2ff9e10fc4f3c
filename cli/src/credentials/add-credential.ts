import { randomUUID } from "node:crypto";
import { type AgentCredential, checkNewCredential, addCredential as storeCredential } from "@catalyst/core";
import type { CliContext } from "../cli-context.ts";
import { findActor, withStores } from "../open-stores.ts";
import { askSecret } from "./ask-secret.ts";
import { credentialRecord } from "./credential-record.ts";
import { readProvider } from "./read-provider.ts";

export interface AddCredentialInput {
  provider: string;
  baseUrl: string | null;
  isReplacing: boolean;
  isJson: boolean;
}

/** Stores a key, sealed. Refuses before asking for the key what can't be stored. */
export async function addCredential(input: AddCredentialInput, context: CliContext): Promise<void> {
  const provider = readProvider(input.provider);
  const { baseUrl, isReplacing } = input;
  await withStores(context, async (stores) => {
    const wish = { actor: await findActor(stores), provider, baseUrl, isReplacing };
    await checkNewCredential(wish, stores);
    const key = provider === "ollama" ? "" : await askSecret(`Key for ${provider}`, context);
    const deps = { ...stores, newId: randomUUID, now: () => new Date() };
    report(await storeCredential({ ...wish, key }, deps), input, context);
  });
}

function report(
  credential: AgentCredential,
  { isJson, isReplacing }: AddCredentialInput,
  { output }: CliContext,
): void {
  if (isJson) {
    output.json(credentialRecord(credential));
    return;
  }
  const hint = credential.hint === "" ? "" : ` …${credential.hint}`;
  output.data(
    `${output.colors.green("✓")} The ${credential.provider} credential${hint} is ${isReplacing ? "replaced" : "stored"}.`,
  );
}
