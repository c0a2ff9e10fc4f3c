import type { CliContext } from "../cli-context.ts";
import { withStores } from "../open-stores.ts";
import { findStored } from "./find-stored.ts";
import { readProvider } from "./read-provider.ts";

export async function removeCredential({ provider: text }: { provider: string }, context: CliContext): Promise<void> {
  const provider = readProvider(text);
  await withStores(context, async (stores) => {
    const stored = await findStored(provider, stores, "Removing");
    await stores.credentials.delete(stored.id);
  });
  context.output.data(`The ${provider} credential is removed.`);
}
