import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { CatalystError } from "@catalyst/core/apart";
import { createKeyFile, type KeyFile, readKeyFile } from "./key-file.ts";

const BYTES = 32;
const FORM = /^[0-9a-f]{64}$/;

/**
 * What the links that end mail are signed with: by workers, who write mail, for servers, who take them. Whoever has it can end mail, and
 * nothing else. It is made by whoever is first. Throws `invalid_configuration`.
 */
export async function openUnsubscribeKey(home: string): Promise<Buffer> {
  const file: KeyFile = {
    path: join(home, "unsubscribe-key"),
    kind: "private",
    name: "the key of links that end mail",
  };
  const text = (await readKeyFile(file)) ?? (await createKeyFile(file, `${randomBytes(BYTES).toString("hex")}\n`));
  const key = text.trim();
  if (!FORM.test(key)) {
    throw new CatalystError(
      "invalid_configuration",
      `Reading ${file.name} failed: ${file.path} doesn't hold one. Remove the file: another one is made, and links in older mail end nothing any more.`,
    );
  }
  return Buffer.from(key, "hex");
}
