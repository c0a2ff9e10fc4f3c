import { CatalystError } from "../catalyst-error.ts";
import type { AgentCredential, CredentialSecret } from "./credential.ts";
import { type EnvelopeOpening, openEnvelope, rewrapEnvelope, sealEnvelope } from "./envelope.ts";
import type { KeyRing } from "./key-ring.ts";

const VERSION = 1;

type Identity = Pick<AgentCredential, "id" | "provider" | "userId" | "teamId" | "taskId" | "createdAt">;
type Bound = Omit<Identity, "createdAt"> & Pick<AgentCredential, "version" | "baseUrl">;

/**
 * Seals a key in an envelope of its own. Owner, task, credential, provider, base URL and version are authenticated, so that
 * a row changed or moved to another owner doesn't open.
 */
export function sealCredential(identity: Identity, secret: CredentialSecret, ring: KeyRing): AgentCredential {
  const bound: Bound = { ...identity, version: VERSION, baseUrl: secret.baseUrl };
  return {
    ...identity,
    version: VERSION,
    baseUrl: secret.baseUrl,
    ...sealEnvelope(Buffer.from(secret.key, "utf8"), { belongsTo: describeOwner(bound), ring }),
    hint: secret.key.length < 12 ? "" : secret.key.slice(-4),
    lastUsedAt: null,
  };
}

/** Throws `invalid_configuration` when the master key is missing or the row was altered. */
export function openCredential(credential: AgentCredential, ring: KeyRing): CredentialSecret {
  const key = openEnvelope(credential, opening(credential, ring));
  return { key: key.toString("utf8"), baseUrl: credential.baseUrl };
}

/** The same credential with its data key wrapped by the ring's primary key. */
export function rewrapCredential(credential: AgentCredential, ring: KeyRing): AgentCredential {
  return { ...credential, ...rewrapEnvelope(credential, opening(credential, ring)) };
}

function opening(credential: AgentCredential, ring: KeyRing): EnvelopeOpening {
  const damaged = (cause?: unknown) =>
    new CatalystError(
      "invalid_configuration",
      `Opening the ${credential.provider} credential ${credential.id} failed: the stored row was altered or belongs to another owner. Add the key again: catalyst credentials add ${credential.provider} --replace`,
      { cause },
    );
  if (credential.version !== VERSION) {
    throw damaged();
  }
  return { belongsTo: describeOwner(credential), ring, damaged };
}

function describeOwner(bound: Bound): Buffer {
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
