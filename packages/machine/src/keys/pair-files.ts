import { existsSync } from "node:fs";
import { join } from "node:path";
import type { PublicKey } from "@catalyst/core";
import { createKeyFile, type KeyFile, readKeyFile, replaceKeyFile } from "./key-file.ts";
import { type HomeRecipient, publishRecipientPublic } from "./recipient-public.ts";
import { listSealers } from "./sealer.ts";

/** Lies beside keys that somebody else gives. */
export const GIVEN_MARK = "given";

/** Where a home has the keys of its workers, or of its servers: the private ones for those alone, in a folder of its own. */
export function pairFiles(home: string, recipient: HomeRecipient) {
  const file: KeyFile = {
    path: join(home, `${recipient}-keys`, "private"),
    kind: "private",
    name: `the ${recipient}'s keys`,
  };
  return {
    read: () => readKeyFile(file),
    create: (text: string) => createKeyFile(file, text),
    replace: (text: string) => replaceKeyFile(file, text),
    isGiven: async () => existsSync(join(home, `${recipient}-keys`, GIVEN_MARK)),
    publish: (key: PublicKey) => publishRecipientPublic(home, recipient, key),
    listSealers: () => listSealers(home),
  };
}
