import { readdir } from "node:fs/promises";
import { join } from "node:path";
import {
  CatalystError,
  createKeyPair,
  type KeyPair,
  type PublicKey,
  parseKeyPair,
  parsePublicKey,
  serializeKeyPair,
  serializePublicKey,
} from "@catalyst/core";
import { createKeyFile, type KeyFile, readKeyFile } from "./key-file.ts";

/** One for each process that stores keys, and some that were replaced. */
const MAX_SEALERS = 100;

/**
 * The pair of whoever stores credentials in this home, by which the gateway knows what they sealed. It is made when it is
 * missing, its public half put where the gateway looks. Throws `invalid_configuration`.
 */
export async function openSealer(home: string): Promise<KeyPair> {
  const file: KeyFile = { path: join(home, "sealer", "private"), kind: "private", name: "the key that seals" };
  const text = (await readKeyFile(file)) ?? (await createKeyFile(file, `${serializeKeyPair(createKeyPair())}\n`));
  const pair = parseKeyPair(text.trim());
  if (pair === null) {
    throw new CatalystError(
      "invalid_configuration",
      `Reading the key that seals failed: ${file.path} doesn't hold one. Remove the file: another one is made, and what was sealed stays readable to the gateway.`,
    );
  }
  await introduce(home, pair.publicKey);
  return pair;
}

async function introduce(home: string, key: PublicKey): Promise<void> {
  const file = sealerFile(home, key.id);
  if ((await readKeyFile(file)) === null) {
    await createKeyFile(file, `${serializePublicKey(key)}\n`);
  }
}

/** Those who may seal to the gateway of this home, by the ids of their keys. Throws `invalid_configuration`. */
export async function listSealers(home: string): Promise<ReadonlyMap<string, PublicKey>> {
  const names = await readdir(folderOf(home)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") {
      return [];
    }
    throw error;
  });
  const ids = names.filter((name) => /^[0-9a-f]{16}$/.test(name)).slice(0, MAX_SEALERS);
  const keys = await Promise.all(ids.map((id) => readSealer(home, id)));
  return new Map(keys.filter((key) => key !== null).map((key) => [key.id, key]));
}

async function readSealer(home: string, id: string): Promise<PublicKey | null> {
  const file = sealerFile(home, id);
  const text = await readKeyFile(file);
  const key = text === null ? null : parsePublicKey(text.trim());
  if (text !== null && key?.id !== id) {
    throw new CatalystError(
      "invalid_configuration",
      `Reading ${file.name} failed: ${file.path} doesn't hold the key that it is named after. Remove the file.`,
    );
  }
  return key;
}

function sealerFile(home: string, id: string): KeyFile {
  return { path: join(folderOf(home), id), kind: "public", name: "the public key of who seals" };
}

function folderOf(home: string): string {
  return join(home, "sealers");
}
