import { type AskGatewayDeps, testCredential } from "../ask-gateway.ts";
import type { AgentCredential } from "../credential.ts";
import { type CredentialsDeps, type FindCredentialInput, findCredential } from "./find-credential.ts";

/** Has the gateway try the credential that is meant with one cheap request. Throws `not_found`, and as `testCredential` does. */
export async function testOwnCredential(
  input: FindCredentialInput,
  deps: AskGatewayDeps & CredentialsDeps,
): Promise<{ credential: AgentCredential; tested: Awaited<ReturnType<typeof testCredential>> }> {
  const credential = await findCredential(input, "Testing", deps);
  return { credential, tested: await testCredential({ actor: input.actor, credentialId: credential.id }, deps) };
}
