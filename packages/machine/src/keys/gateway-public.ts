import { join } from "node:path";
import { CatalystError } from "@catalyst/core/apart";
import { type PublicKey, parsePublicKey, serializePublicKey } from "@catalyst/core/apart/sealing";
import { type KeyFile, readKeyFile, replaceKeyFile } from "./key-file.ts";

/** What is sealed to, as the gateway of this home published it; null: it hasn't yet. Throws `invalid_configuration`. */
export async function readGatewayPublic(home: string): Promise<PublicKey | null> {
  const file = fileOf(home);
  const text = await readKeyFile(file);
  const key = text === null ? null : parsePublicKey(text.trim());
  if (text !== null && key === null) {
    throw new CatalystError(
      "invalid_configuration",
      `Reading the gateway's public key failed: ${file.path} doesn't hold one. Remove the file: the gateway writes it anew.`,
    );
  }
  return key;
}

/** For the gateway alone, one of them at a time. */
export async function publishGatewayPublic(home: string, key: PublicKey): Promise<void> {
  const text = `${serializePublicKey(key)}\n`;
  const file = fileOf(home);
  if ((await readKeyFile(file)) !== text) {
    await replaceKeyFile(file, text);
  }
}

function fileOf(home: string): KeyFile {
  return { path: join(home, "gateway-public"), kind: "public", name: "the gateway's public key" };
}
