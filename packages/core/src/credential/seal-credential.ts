import { type SealingKeys, sealEnvelope } from "../sealing/envelope.ts";
import type { AgentCredential, CredentialSecret } from "./credential.ts";

export const CREDENTIAL_VERSION = 2;

type Identity = Pick<AgentCredential, "id" | "provider" | "userId" | "teamId" | "taskId" | "createdAt">;
type Bound = Omit<Identity, "createdAt"> & Pick<AgentCredential, "version" | "baseUrl">;

/**
 * Seals a key in an envelope of its own. Owner, task, credential, provider, base URL and version are authenticated, so that
 * a row changed or moved to another owner doesn't open.
 */
export function sealCredential(identity: Identity, secret: CredentialSecret, keys: SealingKeys): AgentCredential {
  const bound: Bound = { ...identity, version: CREDENTIAL_VERSION, baseUrl: secret.baseUrl };
  return {
    ...identity,
    version: CREDENTIAL_VERSION,
    baseUrl: secret.baseUrl,
    ...sealEnvelope(Buffer.from(secret.key, "utf8"), keys, credentialOwner(bound)),
    hint: secret.key.length < 12 ? "" : secret.key.slice(-4),
    lastUsedAt: null,
  };
}

/** What a credential's envelope belongs to. */
export function credentialOwner(bound: Bound): Buffer {
  const owner = bound.userId === null ? ["team", bound.teamId] : ["user", bound.userId];
  return Buffer.from(
    JSON.stringify([
      "catalyst-credential",
      bound.version,
      ...owner,
      bound.taskId,
      bound.id,
      bound.provider,
      bound.baseUrl,
    ]),
  );
}
