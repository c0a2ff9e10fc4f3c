import {
  type AgentCredential,
  type CredentialSecret,
  type KeyRing,
  openCredential,
  openProjectSecret,
  type ProjectSecret,
} from "@catalyst/core";
import type { Database } from "./database.ts";
import { type KeyRingPlace, openKeyRing } from "./open-key-ring.ts";

/**
 * Opens credentials for as long as a process runs: when one is sealed with a key that a rotation has made meanwhile,
 * the key file is read again. Throws like `openKeyRing` and `openCredential`.
 */
export function credentialOpener(
  db: Database,
  place: KeyRingPlace,
): Promise<(credential: AgentCredential) => Promise<CredentialSecret>> {
  return opener(db, { place, open: openCredential });
}

/** Opens a repository's secrets for setup, as `credentialOpener` does credentials. */
export function secretOpener(db: Database, place: KeyRingPlace): Promise<(secret: ProjectSecret) => Promise<string>> {
  return opener(db, { place, open: openProjectSecret });
}

async function opener<Sealed extends { masterKeyId: string }, Opened>(
  db: Database,
  { place, open }: { place: KeyRingPlace; open: (sealed: Sealed, ring: KeyRing) => Opened },
): Promise<(sealed: Sealed) => Promise<Opened>> {
  let ring = await openKeyRing(db, place);
  return async (sealed) => {
    if (!ring.keys.has(sealed.masterKeyId)) {
      ring = await openKeyRing(db, place);
    }
    return open(sealed, ring);
  };
}
