import { join } from "node:path";
import type { PublicKey, SealingKeys } from "@catalyst/core";
import type { KeyFile } from "./key-file.ts";
import { publishKey, readPublishedKey } from "./published-key.ts";
import { openSealer } from "./sealer.ts";

/** For workers alone, which all have the same. */
export function publishWorkerPublic(home: string, key: PublicKey): Promise<void> {
  return publishKey(fileOf(home), key);
}

/** What this home seals with and to for its workers; null: none has published a key yet. Throws `invalid_configuration`. */
export async function findWorkerSealing(home: string): Promise<SealingKeys | null> {
  const recipient = await readPublishedKey(fileOf(home), "a worker");
  return recipient === null ? null : { sealer: await openSealer(home), recipient };
}

function fileOf(home: string): KeyFile {
  return { path: join(home, "worker-public"), kind: "public", name: "the worker's public key" };
}
