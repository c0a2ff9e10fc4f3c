import { createDecipheriv } from "node:crypto";
import { CatalystError } from "../catalyst-error.ts";
import {
  DATA_KEY_BYTES,
  type Envelope,
  NONCE_BYTES,
  TAG_BYTES,
  wrapDataKey,
  wrappedData,
} from "../sealing/envelope.ts";
import { decodeBase64, KEY_BYTES, type KeyPair, type PublicKey, toPublicKey } from "../sealing/key-pair.ts";
import { wrappingKeyOfRecipient } from "../sealing/wrapping-key.ts";
import type { KeyRing, Recipient } from "./key-ring.ts";

/** What opens envelopes: the recipient's private keys, and the public ones of those who may seal to it. */
export interface OpeningKeys {
  ring: KeyRing;
  sealers: ReadonlyMap<string, PublicKey>;
}

/** An envelope's place: what it must belong to, what it is called in errors, and the error when it doesn't belong there. */
export interface EnvelopePlace {
  /** To whom it was sealed. */
  recipient: Recipient;
  belongsTo: Buffer;
  name: string;
  damaged(cause?: unknown): CatalystError;
}

/**
 * Throws `invalid_configuration` when the recipient's key is missing or the sealer isn't one of those who may, and the place's
 * own error when anything of the envelope was altered.
 */
export function openEnvelope(envelope: Envelope, place: EnvelopePlace, keys: OpeningKeys): Buffer {
  const key = unwrapDataKey(envelope, place, keys);
  const nonce = decode(envelope.encryptedKeyIv, place);
  const sealed = decode(envelope.encryptedKey, place);
  return decrypt(sealed, { key, nonce, data: place.belongsTo }, place);
}

/** The same envelope, its data key wrapped for the ring's primary key by who opened it: proven to be what was sealed. */
export function rewrapEnvelope<Sealed extends Envelope>(
  envelope: Sealed,
  place: EnvelopePlace,
  keys: OpeningKeys,
): Sealed {
  const dataKey = unwrapDataKey(envelope, place, keys);
  const { primary } = keys.ring;
  return { ...envelope, ...wrapDataKey(dataKey, { sealer: primary, recipient: primary.publicKey }, place.belongsTo) };
}

function unwrapDataKey(envelope: Envelope, place: EnvelopePlace, keys: OpeningKeys): Buffer {
  const recipient = findRecipient(envelope, place, keys);
  const sealer = findSealer(envelope, place, keys);
  const wrapped = decode(envelope.wrappedDataKey, place);
  if (wrapped.length !== KEY_BYTES + DATA_KEY_BYTES + TAG_BYTES) {
    throw place.damaged();
  }
  const wrapping = deriveKey({ ephemeral: toPublicKey(wrapped.subarray(0, KEY_BYTES)), sealer, recipient }, place);
  const data = wrappedData(place.belongsTo, envelope.recipientKeyId);
  return decrypt(wrapped.subarray(KEY_BYTES), { ...wrapping, data }, place);
}

function findRecipient(
  { recipientKeyId }: Envelope,
  { name, recipient }: EnvelopePlace,
  { ring }: OpeningKeys,
): KeyPair {
  const pair = ring.pairs.get(recipientKeyId);
  if (pair === undefined) {
    throw new CatalystError(
      "invalid_configuration",
      `Opening ${name} failed: it is sealed to the key ${recipientKeyId}, which is not among the ${recipient}'s (${[...ring.pairs.keys()].join(", ")}). Put the ${recipient}'s key file back that was in use when it was added.`,
    );
  }
  return pair;
}

/** The recipient wraps anew what it has opened, so its own keys count too: nobody else can seal with them. */
function findSealer(
  { sealerKeyId }: Envelope,
  { name, recipient }: EnvelopePlace,
  { ring, sealers }: OpeningKeys,
): PublicKey {
  const sealer = sealers.get(sealerKeyId) ?? ring.pairs.get(sealerKeyId)?.publicKey;
  if (sealer === undefined) {
    throw new CatalystError(
      "invalid_configuration",
      `Opening ${name} failed: it was sealed with the key ${sealerKeyId}, which is not among those that the ${recipient} was told of (${[...sealers.keys()].join(", ") || "none"}). Add it again with this Catalyst.`,
    );
  }
  return sealer;
}

function deriveKey(parties: Parameters<typeof wrappingKeyOfRecipient>[0], place: EnvelopePlace) {
  try {
    return wrappingKeyOfRecipient(parties);
  } catch (cause) {
    throw place.damaged(cause);
  }
}

function decode(text: string, place: EnvelopePlace): Buffer {
  const bytes = decodeBase64(text);
  if (bytes === null) {
    throw place.damaged();
  }
  return bytes;
}

interface Cipher {
  key: Buffer;
  nonce: Buffer;
  data: Buffer;
}

function decrypt(sealed: Buffer, { key, nonce, data }: Cipher, place: EnvelopePlace): Buffer {
  if (nonce.length !== NONCE_BYTES || sealed.length < TAG_BYTES) {
    throw place.damaged();
  }
  // Node takes tags of 4 bytes and more unless it is told the length.
  const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(data);
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, sealed.length - TAG_BYTES)), decipher.final()]);
  } catch (cause) {
    throw place.damaged(cause);
  }
}
