import { type SealingKeys, sealEnvelope } from "../sealing/envelope.ts";
import type { AgentCredential, CredentialSecret } from "./credential.ts";
import { hintOfSecret, kindOfSecret } from "./subscription/kind-of-secret.ts";
import { NEW_SUBSCRIPTION } from "./subscription/subscription.ts";

export const CREDENTIAL_VERSION = 2;

type Identity = Pick<AgentCredential, "id" | "provider" | "userId" | "teamId" | "taskId" | "createdAt">;
type Bound = Omit<Identity, "createdAt"> & Pick<AgentCredential, "kind" | "version" | "baseUrl">;

/**
 * Seals a secret in an envelope of its own. Owner, task, credential, provider, kind, base URL and version are authenticated,
 * so that a row changed or moved to another owner doesn't open.
 */
export function sealCredential(identity: Identity, secret: CredentialSecret, keys: SealingKeys): AgentCredential {
  const kind = kindOfSecret(identity.provider, secret.key);
  const bound: Bound = { ...identity, kind, version: CREDENTIAL_VERSION, baseUrl: secret.baseUrl };
  return {
    ...identity,
    kind,
    version: CREDENTIAL_VERSION,
    baseUrl: secret.baseUrl,
    ...sealEnvelope(Buffer.from(secret.key, "utf8"), keys, credentialOwner(bound)),
    hint: hintOfSecret(identity.provider, secret.key),
    isOpen: false,
    lastUsedAt: null,
    lastTest: null,
    ...NEW_SUBSCRIPTION,
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
      ...(bound.kind === "key" ? [] : [bound.kind]),
    ]),
  );
}
