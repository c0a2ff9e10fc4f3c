import type { AgentCredential, CredentialSecret, Envelope, ProjectSecret, PublicKey } from "@catalyst/core";
import { type KeyRing, type OpeningKeys, openCredential, openProjectSecret } from "@catalyst/core/opening";
import { listSealers } from "@catalyst/machine";
import { type KeyPlace, readKeyRing } from "./key-ring-file.ts";

export interface SealedOpener {
  /** Throws a CatalystError when a key is missing, the sealer is unknown or the row was altered. */
  openCredential(credential: AgentCredential): Promise<CredentialSecret>;
  /** Throws like `openCredential`. */
  openSecret(secret: ProjectSecret): Promise<string>;
}

/**
 * Opens what was sealed to the gateway for as long as it runs: the files are read again when something names a key that they
 * hadn't yet, as after a rotation.
 */
export function createSealedOpener(place: KeyPlace, ring: KeyRing): SealedOpener {
  let keys: OpeningKeys = { ring, sealers: new Map<string, PublicKey>() };
  const keysFor = async ({ recipientKeyId, sealerKeyId }: Envelope): Promise<OpeningKeys> => {
    const { pairs } = keys.ring;
    if (!pairs.has(recipientKeyId) || !(keys.sealers.has(sealerKeyId) || pairs.has(sealerKeyId))) {
      keys = { ring: (await readKeyRing(place)) ?? keys.ring, sealers: await listSealers(place.home) };
    }
    return keys;
  };
  return {
    openCredential: async (credential) => openCredential(credential, await keysFor(credential)),
    openSecret: async (secret) => openProjectSecret(secret, await keysFor(secret)),
  };
}
