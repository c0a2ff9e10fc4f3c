import { type AgentCredential, type CredentialSecret, openCredential } from "@catalyst/core";
import type { Database } from "./database.ts";
import { type KeyRingPlace, openKeyRing } from "./open-key-ring.ts";

/**
 * Opens credentials for as long as a process runs: when one is sealed with a key that a rotation has made meanwhile,
 * the key file is read again. Throws like `openKeyRing` and `openCredential`.
 */
export async function credentialOpener(
  db: Database,
  place: KeyRingPlace,
): Promise<(credential: AgentCredential) => Promise<CredentialSecret>> {
  let ring = await openKeyRing(db, place);
  return async (credential) => {
    if (!ring.keys.has(credential.masterKeyId)) {
      ring = await openKeyRing(db, place);
    }
    return openCredential(credential, ring);
  };
}
