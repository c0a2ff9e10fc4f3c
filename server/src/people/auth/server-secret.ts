import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { CatalystError } from "@catalyst/core";
import { createKeyFile, type KeyFile, readKeyFile } from "@catalyst/machine";

const BYTES = 32;
const FORM = /^[0-9a-f]{64}$/;

/**
 * What sessions are signed with, made on the first start: whoever has the database and not this can't sign in. Throws
 * `invalid_configuration`.
 */
export async function openServerSecret(home: string): Promise<string> {
  const file: KeyFile = { path: join(home, "server-secret"), kind: "private", name: "the secret of the server" };
  const text = (await readKeyFile(file)) ?? (await createKeyFile(file, `${randomBytes(BYTES).toString("hex")}\n`));
  const secret = text.trim();
  if (!FORM.test(secret)) {
    throw new CatalystError(
      "invalid_configuration",
      `Reading the secret of the server failed: ${file.path} doesn't hold one. Remove the file: another one is made, and everybody signs in again.`,
    );
  }
  return secret;
}
