import { CatalystError, type PairStore } from "@catalyst/core";
import type { KeyRing } from "@catalyst/core/opening";
import { publishGatewayPublic } from "@catalyst/machine";
import { createKeyRingFile, type KeyPlace, keyRingFile, readKeyRing } from "./key-ring-file.ts";

/**
 * Makes sure that what is sealed to this gateway can be stored and opened: its keys are there (made when nothing needs older
 * ones), the database knows them, and the public one is published. Throws `invalid_configuration`, having changed nothing, when
 * the keys are missing, readable by others, or not those that this database's credentials and secrets need.
 */
export function prepareKeys(place: KeyPlace, store: PairStore): Promise<KeyRing> {
  return store.withLock(() => prepareLocked(place, store));
}

/** For who holds the lock. */
export async function prepareLocked(place: KeyPlace, store: PairStore): Promise<KeyRing> {
  const ring = (await readKeyRing(place)) ?? (await makeKeyRing(place, store));
  const missing = (await store.list()).filter((id) => !ring.pairs.has(id));
  if (missing.length > 0) {
    throw new CatalystError(
      "invalid_configuration",
      `Preparing the gateway's keys failed: ${keyRingFile(place).path} doesn't hold those that this database was used with (${missing.join(", ")}). Nothing was changed. Put that file back, or point CATALYST_GATEWAY_KEY_FILE at it.`,
    );
  }
  await store.add(ring.primary.publicKey.id);
  await publishGatewayPublic(place.home, ring.primary.publicKey);
  return ring;
}

async function makeKeyRing(place: KeyPlace, store: PairStore): Promise<KeyRing> {
  const { path } = keyRingFile(place);
  const count = await store.countSealed();
  if (count > 0) {
    throw new CatalystError(
      "invalid_configuration",
      `Reading the gateway's keys failed: ${path} doesn't exist, and without it the ${count} stored credentials and secrets can't be opened. Nothing was changed. Put it back, or point CATALYST_GATEWAY_KEY_FILE at it. If it is lost for good, remove each credential and secret and add them anew: another key is made then.`,
    );
  }
  if (place.givenFile !== null) {
    throw new CatalystError(
      "invalid_configuration",
      `Reading the gateway's keys failed: ${path} (CATALYST_GATEWAY_KEY_FILE) doesn't exist. Make one: (umask 077; openssl rand -base64 32 > ${path})`,
    );
  }
  const ring = await createKeyRingFile(place);
  // Keys that nothing stored is sealed to are of no use without their file.
  await store.forgetUnused(ring.primary.publicKey.id);
  return ring;
}
