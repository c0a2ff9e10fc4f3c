import { CatalystError } from "@catalyst/core";
import type { CliContext } from "../cli-context.ts";
import { LOCAL_LOGIN, withStores } from "../open-stores.ts";
import { readProvider } from "./read-provider.ts";

export async function removeCredential({ provider: text }: { provider: string }, context: CliContext): Promise<void> {
  const provider = readProvider(text);
  await withStores(context, async ({ repos, credentials }) => {
    const user = await repos.ensureUser(LOCAL_LOGIN);
    const stored = (await credentials.list({ kind: "user", userId: user.id })).find(
      (credential) => credential.provider === provider,
    );
    if (stored === undefined) {
      throw new CatalystError(
        "not_found",
        `Removing the ${provider} credential failed: there is none. See: catalyst credentials list`,
      );
    }
    await credentials.delete(stored.id);
  });
  context.output.data(`The ${provider} credential is removed.`);
}
