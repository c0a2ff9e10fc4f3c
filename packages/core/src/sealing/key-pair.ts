import {
  createHash,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  type KeyObject,
} from "node:crypto";

export const KEY_BYTES = 32;
/** What comes before the 32 bytes of an X25519 key in DER (RFC 8410). */
const PRIVATE_PREFIX = Buffer.from("302e020100300506032b656e04220420", "hex");
const PUBLIC_PREFIX = Buffer.from("302a300506032b656e032100", "hex");

/** The public half of an X25519 pair. */
export interface PublicKey {
  /** 16 hexadecimal digits of the key's hash. */
  id: string;
  bytes: Buffer;
}

/** An X25519 pair; the private half stays in `privateKey` until it is written to its file. */
export interface KeyPair {
  publicKey: PublicKey;
  privateKey: KeyObject;
}

export function createKeyPair(): KeyPair {
  return toPair(generateKeyPairSync("x25519").privateKey);
}

/** The key whose base64 this is; null: it isn't one. */
export function parsePublicKey(text: string): PublicKey | null {
  const bytes = decodeKey(text);
  return bytes === null ? null : toPublicKey(bytes);
}

/** The pair whose private half's base64 this is; null: it isn't one. Any 32 bytes are one. */
export function parseKeyPair(text: string): KeyPair | null {
  const bytes = decodeKey(text);
  return bytes === null
    ? null
    : toPair(createPrivateKey({ key: join(PRIVATE_PREFIX, bytes), format: "der", type: "pkcs8" }));
}

/** What `parsePublicKey` reads. */
export function serializePublicKey({ bytes }: PublicKey): string {
  return bytes.toString("base64");
}

/** What `parseKeyPair` reads: the private half, in the open. */
export function serializeKeyPair({ privateKey }: KeyPair): string {
  return lastBytes(privateKey.export({ format: "der", type: "pkcs8" })).toString("base64");
}

export function toPublicKey(bytes: Buffer): PublicKey {
  return { id: createHash("sha256").update("catalyst x25519 key id").update(bytes).digest("hex").slice(0, 16), bytes };
}

/** Throws when the other key is a point of small order, with which everybody would come to the same secret. */
export function agree({ privateKey }: KeyPair, { bytes }: PublicKey): Buffer {
  const publicKey = createPublicKey({ key: join(PUBLIC_PREFIX, bytes), format: "der", type: "spki" });
  const secret = diffieHellman({ privateKey, publicKey });
  if (secret.every((byte) => byte === 0)) {
    throw new Error("the public key is a point of small order");
  }
  return secret;
}

function decodeKey(text: string): Buffer | null {
  const bytes = decodeBase64(text);
  return bytes?.length === KEY_BYTES ? bytes : null;
}

/** null where the text isn't just what these bytes are written as: Node skips over what it can't read. */
export function decodeBase64(text: string): Buffer | null {
  const bytes = Buffer.from(text, "base64");
  return bytes.toString("base64") === text ? bytes : null;
}

function toPair(privateKey: KeyObject): KeyPair {
  const spki = createPublicKey(privateKey).export({ format: "der", type: "spki" });
  return { publicKey: toPublicKey(lastBytes(spki)), privateKey };
}

function join(prefix: Buffer, bytes: Buffer): Buffer {
  return Buffer.concat([prefix, bytes]);
}

function lastBytes(der: Buffer): Buffer {
  return der.subarray(der.length - KEY_BYTES);
}
