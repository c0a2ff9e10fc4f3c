import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import type { CatalystError } from "../catalyst-error.ts";
import { type KeyRing, masterKey } from "./key-ring.ts";

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** A secret sealed under a data key of its own, which a master key wraps. All but the key's id is base64. */
export interface Envelope {
  encryptedKey: string;
  encryptedKeyIv: string;
  wrappedDataKey: string;
  masterKeyId: string;
}

/** What an envelope is for. */
export interface EnvelopeUse {
  /** What the secret belongs to: authenticated, so that an envelope that was moved or changed doesn't open. */
  belongsTo: Buffer;
  ring: KeyRing;
}

/** An envelope for opening: `damaged` makes the error for one that was altered. */
export interface EnvelopeOpening extends EnvelopeUse {
  damaged(cause?: unknown): CatalystError;
}

/** Seals with AES-256-GCM under the ring's primary key. */
export function sealEnvelope(plain: Buffer, { belongsTo, ring }: EnvelopeUse): Envelope {
  const dataKey = randomBytes(32);
  const nonce = randomBytes(NONCE_BYTES);
  return {
    encryptedKey: encrypt({ key: dataKey, nonce, data: belongsTo }, plain).toString("base64"),
    encryptedKeyIv: nonce.toString("base64"),
    wrappedDataKey: wrap(dataKey, { belongsTo, ring }),
    masterKeyId: ring.primaryId,
  };
}

/** Throws `invalid_configuration` when the master key is missing, and the opening's own error when it was altered. */
export function openEnvelope(envelope: Envelope, opening: EnvelopeOpening): Buffer {
  const cipher = {
    key: unwrap(envelope, opening),
    nonce: Buffer.from(envelope.encryptedKeyIv, "base64"),
    data: opening.belongsTo,
  };
  return decrypt(cipher, Buffer.from(envelope.encryptedKey, "base64"), opening);
}

/** The same envelope with its data key wrapped by the ring's primary key. */
export function rewrapEnvelope(
  envelope: Envelope,
  opening: EnvelopeOpening,
): Pick<Envelope, "wrappedDataKey" | "masterKeyId"> {
  return { wrappedDataKey: wrap(unwrap(envelope, opening), opening), masterKeyId: opening.ring.primaryId };
}

function wrap(dataKey: Buffer, { belongsTo, ring }: EnvelopeUse): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = { key: masterKey(ring, ring.primaryId), nonce, data: wrapData(belongsTo, ring.primaryId) };
  return Buffer.concat([nonce, encrypt(cipher, dataKey)]).toString("base64");
}

function unwrap({ wrappedDataKey, masterKeyId }: Envelope, opening: EnvelopeOpening): Buffer {
  const key = masterKey(opening.ring, masterKeyId);
  const wrapped = Buffer.from(wrappedDataKey, "base64");
  const cipher = { key, nonce: wrapped.subarray(0, NONCE_BYTES), data: wrapData(opening.belongsTo, masterKeyId) };
  return decrypt(cipher, wrapped.subarray(NONCE_BYTES), opening);
}

function wrapData(belongsTo: Buffer, masterKeyId: string): Buffer {
  return Buffer.concat([belongsTo, Buffer.from(JSON.stringify(["data-key", masterKeyId]))]);
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

function decrypt({ key, nonce, data }: Cipher, sealed: Buffer, { damaged }: EnvelopeOpening): Buffer {
  if (nonce.length !== NONCE_BYTES || sealed.length < TAG_BYTES) {
    throw damaged();
  }
  // Node takes tags of 4 bytes and more unless it is told the length.
  const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(data);
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, sealed.length - TAG_BYTES)), decipher.final()]);
  } catch (cause) {
    throw damaged(cause);
  }
}
