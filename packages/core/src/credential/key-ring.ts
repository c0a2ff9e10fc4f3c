import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { CatalystError } from "../catalyst-error.ts";

const KEY_BYTES = 32;

/** Master keys by id. `primaryId` seals; all of them open. */
export interface KeyRing {
  primaryId: string;
  keys: ReadonlyMap<string, Buffer>;
}

export function createKeyRing(): KeyRing {
  return toRing([randomBytes(KEY_BYTES)]);
}

/** Reads one base64 key of 32 bytes per line, the first being the primary. Throws `invalid_configuration`. */
export function parseKeyRing(text: string): KeyRing {
  const lines = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
  const keys = lines.map((line) => Buffer.from(line, "base64"));
  if (keys.length === 0 || keys.some((key) => key.length !== KEY_BYTES)) {
    throw new CatalystError(
      "invalid_configuration",
      "Reading the master key failed: expected one base64 key of 32 bytes per line. Make one: openssl rand -base64 32",
    );
  }
  return toRing(keys);
}

/** The text that `parseKeyRing` reads, the primary first. */
export function serializeKeyRing(ring: KeyRing): string {
  const others = [...ring.keys].filter(([id]) => id !== ring.primaryId);
  const ordered = [masterKey(ring, ring.primaryId), ...others.map(([, key]) => key)];
  return `${ordered.map((key) => key.toString("base64")).join("\n")}\n`;
}

/** The ring with a new random primary; the older keys go on opening what they sealed. */
export function addPrimaryKey(ring: KeyRing): KeyRing {
  return toRing([randomBytes(KEY_BYTES), ...ring.keys.values()]);
}

/** The ring without the keys that are not the primary. */
export function dropOldKeys(ring: KeyRing): KeyRing {
  return toRing([masterKey(ring, ring.primaryId)]);
}

/** A value that proves knowledge of the key without telling it; for noticing a wrong key at start. */
export function keyCheck(ring: KeyRing, keyId: string): string {
  return createHmac("sha256", masterKey(ring, keyId)).update("catalyst master key check").digest("hex");
}

/** Whether the ring has the key with this id, and it is the key that made `check`. */
export function verifyKeyCheck(ring: KeyRing, keyId: string, check: string): boolean {
  if (!ring.keys.has(keyId)) {
    return false;
  }
  const mine = Buffer.from(keyCheck(ring, keyId), "hex");
  const theirs = Buffer.from(check, "hex");
  return mine.length === theirs.length && timingSafeEqual(mine, theirs);
}

/** Throws `invalid_configuration` when the ring doesn't have the key. */
export function masterKey(ring: KeyRing, keyId: string): Buffer {
  const key = ring.keys.get(keyId);
  if (key === undefined) {
    throw new CatalystError(
      "invalid_configuration",
      `Opening a credential failed: it is sealed with master key ${keyId}, which is not in the key file (${[...ring.keys.keys()].join(", ")}). Put the key file back that was in use when it was added.`,
    );
  }
  return key;
}

function toRing(keys: Buffer[]): KeyRing {
  const byId = new Map(keys.map((key) => [keyId(key), key]));
  return { primaryId: keyId(keys[0] as Buffer), keys: byId };
}

function keyId(key: Buffer): string {
  return createHmac("sha256", key).update("catalyst master key id").digest("hex").slice(0, 16);
}
