import { join } from "node:path";
import type { PublicKey } from "@catalyst/core/apart/sealing";
import type { KeyFile } from "./key-file.ts";
import { publishKey, readPublishedKey } from "./published-key.ts";

/** What is sealed to, as the gateway of this home published it; null: it hasn't yet. Throws `invalid_configuration`. */
export function readGatewayPublic(home: string): Promise<PublicKey | null> {
  return readPublishedKey(fileOf(home), "the gateway");
}

/** For the gateway alone, one of them at a time. */
export function publishGatewayPublic(home: string, key: PublicKey): Promise<void> {
  return publishKey(fileOf(home), key);
}

function fileOf(home: string): KeyFile {
  return { path: join(home, "gateway-public"), kind: "public", name: "the gateway's public key" };
}
