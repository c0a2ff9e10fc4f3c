import { createCipheriv, randomBytes } from "node:crypto";
import { z } from "zod";
import { createKeyPair, type KeyPair, type PublicKey } from "./key-pair.ts";
import { wrappingKeyOfSealer } from "./wrapping-key.ts";

export const DATA_KEY_BYTES = 32;
export const NONCE_BYTES = 12;
export const TAG_BYTES = 16;

/** A secret sealed under a data key of its own, which is wrapped for whoever has the recipient's private key. */
export const Envelope = z.object({
  /** AES-256-GCM, the tag at its end; base64. */
  encryptedKey: z.string(),
  /** Its nonce, 12 bytes; base64. */
  encryptedKeyIv: z.string(),
  /** An ephemeral public key, then the data key under AES-256-GCM; base64 of 80 bytes. */
  wrappedDataKey: z.string(),
  recipientKeyId: z.string(),
  /** Who sealed it; proven when it is opened. */
  sealerKeyId: z.string(),
});
export type Envelope = z.infer<typeof Envelope>;

/** Who seals, and for whom. */
export interface SealingKeys {
  sealer: KeyPair;
  recipient: PublicKey;
}

/**
 * Seals for the recipient alone: who sealed can't open it again. `belongsTo` is authenticated, so that an envelope that was
 * moved or changed doesn't open.
 */
export function sealEnvelope(plain: Buffer, keys: SealingKeys, belongsTo: Buffer): Envelope {
  const dataKey = randomBytes(DATA_KEY_BYTES);
  const nonce = randomBytes(NONCE_BYTES);
  return {
    encryptedKey: encrypt(plain, { key: dataKey, nonce, data: belongsTo }).toString("base64"),
    encryptedKeyIv: nonce.toString("base64"),
    ...wrapDataKey(dataKey, keys, belongsTo),
  };
}

/** The part of an envelope that says who can open it. */
export function wrapDataKey(
  dataKey: Buffer,
  { sealer, recipient }: SealingKeys,
  belongsTo: Buffer,
): Pick<Envelope, "wrappedDataKey" | "recipientKeyId" | "sealerKeyId"> {
  const ephemeral = createKeyPair();
  const wrapping = wrappingKeyOfSealer({ ephemeral, sealer, recipient });
  const wrapped = encrypt(dataKey, { ...wrapping, data: wrappedData(belongsTo, recipient.id) });
  return {
    wrappedDataKey: Buffer.concat([ephemeral.publicKey.bytes, wrapped]).toString("base64"),
    recipientKeyId: recipient.id,
    sealerKeyId: sealer.publicKey.id,
  };
}

/** What is authenticated with a wrapped data key. */
export function wrappedData(belongsTo: Buffer, recipientKeyId: string): Buffer {
  return Buffer.concat([belongsTo, Buffer.from(JSON.stringify(["data-key", recipientKeyId]))]);
}

function encrypt(plain: Buffer, { key, nonce, data }: { key: Buffer; nonce: Buffer; data: Buffer }): Buffer {
  const cipher = createCipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(data);
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}
