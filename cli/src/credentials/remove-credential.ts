import { removeCredential as deleteCredential } from "@catalyst/core";
import type { CliContext } from "../cli-context.ts";
import { findActor, withStores } from "../open-stores.ts";
import { readProvider } from "./read-provider.ts";

export async function removeCredential({ provider: text }: { provider: string }, context: CliContext): Promise<void> {
  const credential = readProvider(text);
  await withStores(context, async (stores) => deleteCredential({ actor: await findActor(stores), credential }, stores));
  context.output.data(`The ${credential} credential is removed.`);
}
