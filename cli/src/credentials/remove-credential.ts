import { openApi } from "../api/open-api.ts";
import type { CliContext } from "../cli-context.ts";
import { readProvider } from "./read-provider.ts";

export async function removeCredential({ provider: text }: { provider: string }, context: CliContext): Promise<void> {
  const credential = readProvider(text);
  const client = await openApi(context);
  await client.call("removeCredential", { params: { credential } });
  context.output.data(`The ${credential} credential is removed.`);
}
