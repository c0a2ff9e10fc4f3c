import { join } from "node:path";
import type { PairStore, PublicKey, SealingKeys } from "@catalyst/core";
import type { KeyFile } from "./key-file.ts";
import { publishKey, readPublishedKey } from "./published-key.ts";
import { openSealer } from "./sealer.ts";

/** Whoever has one pair for all processes of its kind in a home. */
export type HomeRecipient = "worker" | "server";

const WHOSE = { worker: "a worker", server: "the server" };

/** For processes of that kind alone. */
export function publishRecipientPublic(home: string, recipient: HomeRecipient, key: PublicKey): Promise<void> {
  return publishKey(fileOf(home, recipient), key);
}

/** null: none has published a key yet. Throws `invalid_configuration`. */
function readRecipientPublic(home: string, recipient: HomeRecipient): Promise<PublicKey | null> {
  return readPublishedKey(fileOf(home, recipient), WHOSE[recipient]);
}

/** What this home seals with and to for them; null: none has published a key yet that the database takes. Throws `invalid_configuration`. */
export async function findRecipientSealing(
  home: string,
  recipient: HomeRecipient,
  keys: Pick<PairStore, "isKnown">,
): Promise<SealingKeys | null> {
  const key = await readRecipientPublic(home, recipient);
  return key !== null && (await keys.isKnown(key.id)) ? { sealer: await openSealer(home), recipient: key } : null;
}

function fileOf(home: string, recipient: HomeRecipient): KeyFile {
  return { path: join(home, `${recipient}-public`), kind: "public", name: `the ${recipient}'s public key` };
}
