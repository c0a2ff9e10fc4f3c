import type { PublicKey } from "../sealing/key-pair.ts";
import type { PairStore } from "../sealing/pair-store.ts";
import type { Rotated } from "../sealing/rotated.ts";
import { addPrimaryKey, type KeyRing, keepKeys } from "./key-ring.ts";
import type { WrapAnew } from "./sealed-rows.ts";

/** What is added while a rotation runs is found by the next pass. */
const MAX_PASSES = 5;

/** A recipient's keys, wherever they are. */
export interface RotateDeps {
  keys: PairStore;
  /** The ring that is in use, known to the database and published; for who holds the lock. */
  prepare(): Promise<KeyRing>;
  /** Puts a ring in the file's place, as a whole; null: keys are given, and only read. */
  replace: ((ring: KeyRing) => Promise<void>) | null;
  publish(key: PublicKey): Promise<void>;
  listSealers(): Promise<ReadonlyMap<string, PublicKey>>;
  /** All that may be sealed to this recipient. */
  wrap: WrapAnew;
}

/**
 * Publishes a new key, wraps all that is sealed for it and drops the older ones that nothing needs. May be killed at any point and
 * run again: the file holds every key that one of them needs. Keys that are given are left where they are: of those, the first
 * is taken into use, and the answer says which may be removed.
 */
export function rotatePair(deps: RotateDeps): Promise<Rotated> {
  const { keys, replace } = deps;
  return keys.withLock(async () => {
    const before = await deps.prepare();
    const ring = replace === null ? before : await addKey(before, replace, deps);
    const { knownIds, ...wrapped } = await wrapUntilUnused(ring, deps);
    await replace?.(keepKeys(ring, knownIds));
    const keyId = ring.primary.publicKey.id;
    return {
      keyId,
      ...wrapped,
      neededKeyIds: knownIds.filter((id) => id !== keyId),
      removableKeyIds: replace === null ? [...ring.pairs.keys()].filter((id) => !knownIds.includes(id)) : null,
    };
  });
}

/** The file has the new key before anything can be sealed to it: the database, then the published file tell of it. */
async function addKey(
  before: KeyRing,
  replace: NonNullable<RotateDeps["replace"]>,
  { keys, publish }: RotateDeps,
): Promise<KeyRing> {
  const ring = addPrimaryKey(before);
  await replace(ring);
  await keys.add(ring.primary.publicKey.id);
  await publish(ring.primary.publicKey);
  return ring;
}

/** `knownIds`: the keys that the database knows in the end, the primary and those that something is sealed to all the same. */
async function wrapUntilUnused(
  ring: KeyRing,
  { keys, listSealers, wrap }: RotateDeps,
): Promise<{ wrappedCount: number; problems: string[]; knownIds: string[] }> {
  const { id } = ring.primary.publicKey;
  let [wrappedCount, problems, knownIds]: [number, string[], string[]] = [0, [], await keys.list()];
  for (let pass = 1; pass <= MAX_PASSES && knownIds.some((known) => known !== id); pass++) {
    const wrapped = await wrap({ ring, sealers: await listSealers() });
    wrappedCount += wrapped.count;
    problems = wrapped.problems;
    knownIds = await keys.forgetUnused(id);
  }
  return { wrappedCount, problems, knownIds };
}
