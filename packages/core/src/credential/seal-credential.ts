import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { CatalystError } from "../catalyst-error.ts";
import type { AgentCredential, CredentialSecret } from "./credential.ts";
import { type KeyRing, masterKey } from "./key-ring.ts";

const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

type Identity = Pick<AgentCredential, "id" | "provider" | "userId" | "teamId" | "taskId" | "createdAt">;
type Bound = Omit<Identity, "createdAt"> & Pick<AgentCredential, "version" | "baseUrl">;

/**
 * Seals a key: AES-256-GCM under a data key of its own, which the primary master key wraps. Owner, task, credential,
 * provider, base URL and version are authenticated, so that a row changed or moved to another owner doesn't open.
 */
export function sealCredential(identity: Identity, secret: CredentialSecret, ring: KeyRing): AgentCredential {
  const bound: Bound = { ...identity, version: VERSION, baseUrl: secret.baseUrl };
  const dataKey = randomBytes(32);
  const nonce = randomBytes(NONCE_BYTES);
  return {
    ...identity,
    version: VERSION,
    baseUrl: secret.baseUrl,
    encryptedKey: encrypt({ key: dataKey, nonce, data: contentData(bound) }, Buffer.from(secret.key, "utf8")).toString(
      "base64",
    ),
    encryptedKeyIv: nonce.toString("base64"),
    wrappedDataKey: wrap(dataKey, bound, ring),
    masterKeyId: ring.primaryId,
    hint: secret.key.length < 12 ? "" : secret.key.slice(-4),
    lastUsedAt: null,
  };
}

/** Throws `invalid_configuration` when the master key is missing or the row was altered. */
export function openCredential(credential: AgentCredential, ring: KeyRing): CredentialSecret {
  const dataKey = unwrap(credential, ring);
  const nonce = Buffer.from(credential.encryptedKeyIv, "base64");
  const key = decrypt(
    { key: dataKey, nonce, data: contentData(credential) },
    Buffer.from(credential.encryptedKey, "base64"),
    credential,
  );
  return { key: key.toString("utf8"), baseUrl: credential.baseUrl };
}

/** The same credential with its data key wrapped by the ring's primary key. */
export function rewrapCredential(credential: AgentCredential, ring: KeyRing): AgentCredential {
  const dataKey = unwrap(credential, ring);
  return { ...credential, wrappedDataKey: wrap(dataKey, credential, ring), masterKeyId: ring.primaryId };
}

function wrap(dataKey: Buffer, bound: Bound, ring: KeyRing): string {
  const nonce = randomBytes(NONCE_BYTES);
  const key = masterKey(ring, ring.primaryId);
  return Buffer.concat([nonce, encrypt({ key, nonce, data: wrapData(bound, ring.primaryId) }, dataKey)]).toString(
    "base64",
  );
}

function unwrap(credential: AgentCredential, ring: KeyRing): Buffer {
  if (credential.version !== VERSION) {
    throw damaged(credential);
  }
  const key = masterKey(ring, credential.masterKeyId);
  const wrapped = Buffer.from(credential.wrappedDataKey, "base64");
  const data = wrapData(credential, credential.masterKeyId);
  return decrypt({ key, nonce: wrapped.subarray(0, NONCE_BYTES), data }, wrapped.subarray(NONCE_BYTES), credential);
}

function contentData(bound: Bound): Buffer {
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

function wrapData(bound: Bound, masterKeyId: string): Buffer {
  return Buffer.concat([contentData(bound), Buffer.from(JSON.stringify(["data-key", masterKeyId]))]);
}

interface Cipher {
  key: Buffer;
  nonce: Buffer;
  data: Buffer;
}

function encrypt({ key, nonce, data }: Cipher, plain: Buffer): Buffer {
  const cipher = createCipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(data);
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function decrypt({ key, nonce, data }: Cipher, sealed: Buffer, credential: AgentCredential): Buffer {
  if (nonce.length !== NONCE_BYTES || sealed.length < TAG_BYTES) {
    throw damaged(credential);
  }
  // Node takes tags of 4 bytes and more unless it is told the length.
  const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(data);
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, sealed.length - TAG_BYTES)), decipher.final()]);
  } catch (cause) {
    throw damaged(credential, cause);
  }
}

function damaged(credential: AgentCredential, cause?: unknown): CatalystError {
  return new CatalystError(
    "invalid_configuration",
    `Opening the ${credential.provider} credential ${credential.id} failed: the stored row was altered or belongs to another owner. Add the key again: catalyst credentials add ${credential.provider} --replace`,
    { cause },
  );
}
