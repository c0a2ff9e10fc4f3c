import {
  type AgentCredential,
  type CredentialSecret,
  type Envelope,
  type KeyPair,
  type ProjectSecret,
  type PublicKey,
  sealCredential,
} from "@catalyst/core";
import { type KeyRing, type OpeningKeys, openCredential, openProjectSecret } from "@catalyst/core/opening";
import { listSealers } from "@catalyst/machine";
import { type KeyPlace, readKeyRing } from "./key-ring-file.ts";

export interface SealedOpener {
  /** Throws a CatalystError when a key is missing, the sealer is unknown or the row was altered. */
  openCredential(credential: AgentCredential): Promise<CredentialSecret>;
  /** The credential with another secret in its place, sealed by the gateway to itself. Throws when its keys can't be read. */
  sealAnew(credential: AgentCredential, secret: string): Promise<AgentCredential>;
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
    async sealAnew(credential, secret) {
      // From the file: a rotation may have dropped the key that was read before.
      const { primary } = (await readKeyRing(place)) ?? keys.ring;
      return sealByGateway(credential, secret, primary);
    },
    openSecret: async (secret) => openProjectSecret(secret, await keysFor(secret)),
  };
}

/** Whoever opens it finds the gateway's own key to be the sealer's. */
export function sealByGateway(credential: AgentCredential, secret: string, primary: KeyPair): AgentCredential {
  const { id, provider, userId, teamId, taskId, createdAt, lastUsedAt, limit, baseUrl } = credential;
  const identity = { id, provider, userId, teamId, taskId, createdAt };
  const keys = { sealer: primary, recipient: primary.publicKey };
  return { ...sealCredential(identity, { key: secret, baseUrl }, keys), lastUsedAt, limit };
}
