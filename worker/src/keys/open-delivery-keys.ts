import { join } from "node:path";
import type { Envelope, PublicKey } from "@catalyst/core";
import type { Destination } from "@catalyst/core/notification";
import { createKeyRing, openPart, parseKeyRing, serializeKeyRing } from "@catalyst/core/opening";
import { createKeyFile, type KeyFile, listSealers, publishRecipientPublic, readKeyFile } from "@catalyst/machine";

export interface DestinationOpener {
  /** Throws `invalid_configuration` when a key is missing, the sealer is unknown or the row was altered. */
  open(of: Destination, sealed: { part: "address" | "secret"; envelope: Envelope }): Promise<string>;
}

/**
 * What opens what was sealed to this home's workers. The keys are made when there are none, and published. Throws
 * `invalid_configuration`.
 */
export async function openDeliveryKeys(home: string): Promise<DestinationOpener> {
  const file: KeyFile = { path: join(home, "worker-keys", "private"), kind: "private", name: "the worker's keys" };
  const text = (await readKeyFile(file)) ?? (await createKeyFile(file, serializeKeyRing(createKeyRing())));
  const ring = parseKeyRing(text, "worker");
  await publishRecipientPublic(home, "worker", ring.primary.publicKey);
  let sealers: ReadonlyMap<string, PublicKey> = new Map();
  return {
    async open(of, sealed) {
      if (!sealers.has(sealed.envelope.sealerKeyId)) {
        sealers = await listSealers(home);
      }
      return openPart(of, sealed, { ring, sealers });
    },
  };
}
