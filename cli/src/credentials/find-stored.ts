import { type AgentCredential, CatalystError, type CredentialProvider } from "@catalyst/core";
import { LOCAL_LOGIN, type Stores } from "../open-stores.ts";

/** The machine's owner's credential for the provider. Throws `not_found` that begins with the attempt. */
export async function findStored(
  provider: CredentialProvider,
  { repos, credentials }: Pick<Stores, "repos" | "credentials">,
  attempt: string,
): Promise<AgentCredential> {
  const user = await repos.ensureUser(LOCAL_LOGIN);
  const stored = await credentials.list({ kind: "user", userId: user.id });
  const found = stored.find((credential) => credential.provider === provider);
  if (found === undefined) {
    throw new CatalystError(
      "not_found",
      `${attempt} the ${provider} credential failed: there is none. See: catalyst credentials list`,
    );
  }
  return found;
}
