import { CatalystError } from "@catalyst/core/apart";
import { type PublicKey, parsePublicKey, serializePublicKey } from "@catalyst/core/apart/sealing";
import { createKeyFile, type KeyFile, readKeyFile, replaceKeyFile } from "./key-file.ts";

/** What is sealed to, as its owner published it; null: they haven't yet. `whose`: `the gateway`. Throws `invalid_configuration`. */
export async function readPublishedKey(file: KeyFile, whose: string): Promise<PublicKey | null> {
  const text = await readKeyFile(file);
  const key = text === null ? null : parsePublicKey(text.trim());
  if (text !== null && key === null) {
    throw new CatalystError(
      "invalid_configuration",
      `Reading ${file.name} failed: ${file.path} doesn't hold one. Remove the file: ${whose} writes it anew.`,
    );
  }
  return key;
}

/** One that others may publish at the same time is the same as theirs; another in its place is published by one at a time. */
export async function publishKey(file: KeyFile, key: PublicKey): Promise<void> {
  const text = `${serializePublicKey(key)}\n`;
  const published = (await readKeyFile(file)) ?? (await createKeyFile(file, text));
  if (published !== text) {
    await replaceKeyFile(file, text);
  }
}
