import { hkdfSync } from "node:crypto";
import { agree, type KeyPair, type PublicKey } from "./key-pair.ts";

const CONTEXT = "catalyst sealed data key 1";
const KEY_BYTES = 32;
const NONCE_BYTES = 12;

/** Whose keys wrap a data key: made for this one, of who seals, of who opens. */
export interface WrappingParties<Ephemeral = PublicKey, Sealer = PublicKey, Recipient = PublicKey> {
  ephemeral: Ephemeral;
  sealer: Sealer;
  recipient: Recipient;
}

/** Wraps one data key and no other, since its ephemeral key is fresh: a fixed nonce repeats nothing. */
export interface WrappingKey {
  key: Buffer;
  nonce: Buffer;
}

/** As who seals comes to it: by the private halves of the ephemeral and of the sealer's own pair. */
export function wrappingKeyOfSealer(parties: WrappingParties<KeyPair, KeyPair, PublicKey>): WrappingKey {
  const { ephemeral, sealer, recipient } = parties;
  const secrets = [agree(ephemeral, recipient), agree(sealer, recipient)];
  return derive(secrets, { ephemeral: ephemeral.publicKey, sealer: sealer.publicKey, recipient });
}

/** As the recipient comes to the same one. Throws when one of the public keys is a point of small order. */
export function wrappingKeyOfRecipient(parties: WrappingParties<PublicKey, PublicKey, KeyPair>): WrappingKey {
  const { ephemeral, sealer, recipient } = parties;
  const secrets = [agree(recipient, ephemeral), agree(recipient, sealer)];
  return derive(secrets, { ephemeral, sealer, recipient: recipient.publicKey });
}

/** As in RFC 9180's authenticated mode, both secrets count and all three public keys are bound to what comes out. */
function derive(secrets: Buffer[], { ephemeral, sealer, recipient }: WrappingParties): WrappingKey {
  const info = Buffer.concat([Buffer.from(CONTEXT), ephemeral.bytes, sealer.bytes, recipient.bytes]);
  const bytes = Buffer.from(hkdfSync("sha256", Buffer.concat(secrets), "", info, KEY_BYTES + NONCE_BYTES));
  return { key: bytes.subarray(0, KEY_BYTES), nonce: bytes.subarray(KEY_BYTES) };
}
