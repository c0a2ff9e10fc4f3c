import { type AskGatewayDeps, testCredential } from "../ask-gateway.ts";
import type { AgentCredential, CredentialStore } from "../credential.ts";
import { type CredentialsDeps, type FindCredentialInput, findCredential } from "./find-credential.ts";

interface TestOwnDeps extends AskGatewayDeps, Pick<CredentialsDeps, "accounts"> {
  credentials: CredentialsDeps["credentials"] & Pick<CredentialStore, "noteTest">;
}

/** Has the gateway try the credential that is meant with one cheap request, and keeps what came of it. Throws `not_found`, and as `testCredential` does. */
export async function testOwnCredential(
  input: FindCredentialInput,
  deps: TestOwnDeps,
): Promise<{ credential: AgentCredential; tested: Awaited<ReturnType<typeof testCredential>> }> {
  const credential = await findCredential(input, "Testing", deps);
  const tested = await testCredential({ actor: input.actor, credentialId: credential.id }, deps);
  await deps.credentials.noteTest(credential, tested.outcome);
  return { credential, tested };
}
