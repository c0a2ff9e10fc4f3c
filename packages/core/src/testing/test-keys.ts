import { createKeyRing, type KeyRing } from "../opening/key-ring.ts";
import type { OpeningKeys } from "../opening/open-envelope.ts";
import type { SealingKeys } from "../sealing/envelope.ts";
import { createKeyPair } from "../sealing/key-pair.ts";

/** Both sides: who seals, and the gateway that opens and knows them. */
export function createTestKeys(ring: KeyRing = createKeyRing()): { sealing: SealingKeys; opening: OpeningKeys } {
  const sealer = createKeyPair();
  return {
    sealing: { sealer, recipient: ring.primary.publicKey },
    opening: { ring, sealers: new Map([[sealer.publicKey.id, sealer.publicKey]]) },
  };
}
