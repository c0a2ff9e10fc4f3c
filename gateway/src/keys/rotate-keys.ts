import type { GatewayAnswer, GatewayKeyStore } from "@catalyst/core";
import { addPrimaryKey, type KeyRing, keepKeys } from "@catalyst/core/opening";
import { publishGatewayPublic } from "@catalyst/machine";
import { type KeyPlace, replaceKeyRing } from "./key-ring-file.ts";
import { prepareLocked } from "./prepare-keys.ts";
import { type SealedStores, wrapAnew } from "./wrap-anew.ts";

/** What is added while a rotation runs is found by the next pass. */
const MAX_PASSES = 5;

export interface RotateDeps extends SealedStores {
  place: KeyPlace;
  keys: GatewayKeyStore;
}

type Rotated = Extract<GatewayAnswer, { kind: "rotated" }>;

/**
 * Publishes a new key, wraps every credential and secret for it and drops the older ones that nothing needs. May be killed at
 * any point and run again: the file holds every key that one of them needs. Keys that are given are left where they are: of
 * those, the first is taken into use, and the answer says which may be removed.
 */
export function rotateKeys(deps: RotateDeps): Promise<Rotated> {
  const { place, keys } = deps;
  return keys.withLock(async () => {
    const before = await prepareLocked(place, keys);
    const ring = place.givenFile === null ? await addKey(before, deps) : before;
    const { knownIds, ...wrapped } = await wrapUntilUnused(ring, deps);
    if (place.givenFile === null) {
      await replaceKeyRing(place, keepKeys(ring, knownIds));
    }
    const keyId = ring.primary.publicKey.id;
    return {
      kind: "rotated",
      keyId,
      ...wrapped,
      neededKeyIds: knownIds.filter((id) => id !== keyId),
      removableKeyIds: place.givenFile === null ? null : [...ring.pairs.keys()].filter((id) => !knownIds.includes(id)),
    };
  });
}

/** The file has the new key before anything can be sealed to it: the database, then the published file tell of it. */
async function addKey(before: KeyRing, { place, keys }: RotateDeps): Promise<KeyRing> {
  const ring = addPrimaryKey(before);
  await replaceKeyRing(place, ring);
  await keys.add(ring.primary.publicKey.id);
  await publishGatewayPublic(place.home, ring.primary.publicKey);
  return ring;
}

/** `knownIds`: the keys that the database knows in the end, the primary and those that something is sealed to all the same. */
async function wrapUntilUnused(
  ring: KeyRing,
  deps: RotateDeps,
): Promise<{ wrappedCount: number; problems: string[]; knownIds: string[] }> {
  const { id } = ring.primary.publicKey;
  let [wrappedCount, problems, knownIds]: [number, string[], string[]] = [0, [], await deps.keys.list()];
  for (let pass = 1; pass <= MAX_PASSES && knownIds.some((known) => known !== id); pass++) {
    const wrapped = await wrapAnew({ home: deps.place.home, ring }, deps);
    wrappedCount += wrapped.count;
    problems = wrapped.problems;
    knownIds = await deps.keys.forgetUnused(id);
  }
  return { wrappedCount, problems, knownIds };
}
