import { join } from "node:path";
import { CatalystError } from "@catalyst/core";
import { createKeyRing, type KeyRing, parseKeyRing, serializeKeyRing } from "@catalyst/core/opening";
import { createKeyFile, type KeyFile, readKeyFile, replaceKeyFile } from "@catalyst/machine";

/** Where the gateway's private keys are. */
export interface KeyPlace {
  home: string;
  /** CATALYST_GATEWAY_KEY_FILE: keys that somebody else makes, and that the gateway only reads. null: it keeps its own. */
  givenFile: string | null;
}

/** null: there is no file. Throws `invalid_configuration` when others can read it or it doesn't hold keys. */
export async function readKeyRing(place: KeyPlace): Promise<KeyRing | null> {
  const file = keyRingFile(place);
  const text = await readKeyFile(file);
  return text === null ? null : parse(file, text);
}

/** A new ring in a new file; when another gateway makes the file first, that one's. */
export async function createKeyRingFile(place: KeyPlace): Promise<KeyRing> {
  const file = keyRingFile(place);
  return parse(file, await createKeyFile(file, serializeKeyRing(createKeyRing())));
}

export function replaceKeyRing(place: KeyPlace, ring: KeyRing): Promise<void> {
  return replaceKeyFile(keyRingFile(place), serializeKeyRing(ring));
}

/** In a folder of its own, of which environments are shown nothing. */
export function keyRingFile({ home, givenFile }: KeyPlace): KeyFile {
  return { path: givenFile ?? join(home, "gateway-keys", "private"), kind: "private", name: "the gateway's keys" };
}

function parse({ path }: KeyFile, text: string): KeyRing {
  try {
    return parseKeyRing(text);
  } catch (error) {
    throw error instanceof CatalystError
      ? new CatalystError(error.code, `${error.message}\nThe file is ${path}.`, { cause: error })
      : error;
  }
}
