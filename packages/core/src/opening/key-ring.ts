import { CatalystError } from "../catalyst-error.ts";
import { createKeyPair, type KeyPair, parseKeyPair, serializeKeyPair } from "../sealing/key-pair.ts";

/** Who can have keys to which others seal. */
export type Recipient = "gateway" | "worker" | "server";

/** A recipient's pairs by the id of the public half. To the primary is sealed; all of them open. */
export interface KeyRing {
  primary: KeyPair;
  pairs: ReadonlyMap<string, KeyPair>;
}

export function createKeyRing(): KeyRing {
  return toRing([createKeyPair()]);
}

/** Reads the base64 of one private key of 32 bytes per line, the first being the primary. Throws `invalid_configuration`. */
export function parseKeyRing(text: string, whose: Recipient = "gateway"): KeyRing {
  const lines = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
  const pairs = lines.map(parseKeyPair).filter((pair) => pair !== null);
  if (pairs.length === 0 || pairs.length < lines.length) {
    throw new CatalystError(
      "invalid_configuration",
      `Reading the ${whose}'s keys failed: expected the base64 of one private key of 32 bytes per line. One is made by: openssl rand -base64 32`,
    );
  }
  return toRing(pairs);
}

/** The text that `parseKeyRing` reads, the primary first. */
export function serializeKeyRing({ pairs }: KeyRing): string {
  return `${[...pairs.values()].map(serializeKeyPair).join("\n")}\n`;
}

/** The ring with a new primary; the older pairs go on opening what was sealed to them. */
export function addPrimaryKey({ pairs }: KeyRing): KeyRing {
  return toRing([createKeyPair(), ...pairs.values()]);
}

/** The ring with the primary, and of the older pairs those that are named. */
export function keepKeys({ primary, pairs }: KeyRing, keyIds: readonly string[]): KeyRing {
  const { id } = primary.publicKey;
  return toRing([
    primary,
    ...[...pairs.values()].filter(({ publicKey }) => publicKey.id !== id && keyIds.includes(publicKey.id)),
  ]);
}

function toRing(pairs: KeyPair[]): KeyRing {
  return { primary: pairs[0] as KeyPair, pairs: new Map(pairs.map((pair) => [pair.publicKey.id, pair])) };
}
