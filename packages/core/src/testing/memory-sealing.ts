import { randomUUID } from "node:crypto";
import { sealCredential } from "../credential/seal-credential.ts";
import type { SealKeysDeps } from "../task/submit/seal-keys.ts";
import { createTestKeys } from "./test-keys.ts";

/** Seals keys to a gateway that nobody runs. */
export function memorySealing(): SealKeysDeps {
  const { sealing } = createTestKeys();
  return {
    sealKey: async (identity, secret) => sealCredential(identity, secret, sealing),
    newId: () => randomUUID(),
    now: () => new Date(),
  };
}
