import type { Envelope } from "../sealing/envelope.ts";
import type { PublicKey } from "../sealing/key-pair.ts";
import type { PairStore } from "../sealing/pair-store.ts";
import type { Rotated } from "../sealing/rotated.ts";
import { createKeyRing, type KeyRing, parseKeyRing, type Recipient, serializeKeyRing } from "./key-ring.ts";
import type { OpeningKeys } from "./open-envelope.ts";
import { rotatePair } from "./rotate-pair.ts";
import type { WrapAnew } from "./sealed-rows.ts";

/** Where a home has the keys of a recipient. */
export interface PairFiles {
  /** null: there are none. */
  read(): Promise<string | null>;
  /** Where another process was first, its text stays. Returns what is there. */
  create(text: string): Promise<string>;
  replace(text: string): Promise<void>;
  /** Whether somebody else gives them, as a cluster does: then they are only read. */
  isGiven(): Promise<boolean>;
  publish(key: PublicKey): Promise<void>;
  listSealers(): Promise<ReadonlyMap<string, PublicKey>>;
}

/** The pair of one recipient, which all processes of its kind in a home share. */
export interface OpenedPair {
  /** What opens this: the files are read again when it names a key that they hadn't yet, as after a rotation. */
  keysFor(of: Pick<Envelope, "recipientKeyId" | "sealerKeyId"> | null): Promise<OpeningKeys>;
  rotate(wrap: WrapAnew): Promise<Rotated>;
}

interface PairDeps {
  recipient: Recipient;
  files: PairFiles;
  keys: PairStore;
}

/**
 * The keys are made when there are none, and published. A key that the database knows and the file lacks is lost: what was sealed
 * to it is added anew, and holds up nothing. Throws `invalid_configuration` for a file that holds no keys.
 */
export async function openPair({ recipient, files, keys }: PairDeps): Promise<OpenedPair> {
  const readRing = async (): Promise<KeyRing> => {
    const text = (await files.read()) ?? (await files.create(serializeKeyRing(createKeyRing())));
    return parseKeyRing(text, recipient);
  };
  const prepare = async (): Promise<KeyRing> => {
    const ring = await readRing();
    await keys.add(ring.primary.publicKey.id);
    await files.publish(ring.primary.publicKey);
    return ring;
  };
  let opening: OpeningKeys = { ring: await keys.withLock(prepare), sealers: new Map() };
  return {
    async keysFor(of) {
      const { ring, sealers } = opening;
      const isKnown =
        of !== null &&
        ring.pairs.has(of.recipientKeyId) &&
        (sealers.has(of.sealerKeyId) || ring.pairs.has(of.sealerKeyId));
      if (!isKnown) {
        opening = { ring: await readRing(), sealers: await files.listSealers() };
      }
      return opening;
    },
    async rotate(wrap) {
      const { publish, listSealers } = files;
      const replace = (await files.isGiven()) ? null : (ring: KeyRing) => files.replace(serializeKeyRing(ring));
      const rotated = await rotatePair({ keys, prepare, replace, publish, listSealers, wrap });
      opening = { ring: await readRing(), sealers: await listSealers() };
      return rotated;
    },
  };
}
