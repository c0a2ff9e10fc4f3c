import { join } from "node:path";
import {
  addPrimaryKey,
  CatalystError,
  dropOldKeys,
  type KeyRing,
  keyCheck,
  rewrapCredential,
  rewrapProjectSecret,
  verifyKeyCheck,
} from "@catalyst/core";
import pg from "pg";
import type { Database } from "./database.ts";
import { and, eq, ne, notExists, sql } from "./drizzle.ts";
import { createKeyFile, readKeyFile, replaceKeyFile } from "./key-file.ts";
import { agentCredentials, masterKeys, projectSecrets } from "./schema/tasks.ts";
import { MASTER_KEY_CONSTRAINT, postgresCredentialStore } from "./stores/credential-store.ts";
import { violation } from "./stores/hide-values.ts";
import { postgresProjectSecretStore, SECRET_KEY_CONSTRAINT } from "./stores/project-secret-store.ts";

/** Whoever changes the key file or the table of master keys holds this lock. */
const KEY_LOCK = 8_112_954;
/** A credential or secret that is added while a rotation runs is found by the next pass. */
const MAX_PASSES = 5;

export interface KeyRingPlace {
  home: string;
  /** CATALYST_MASTER_KEY_FILE; null: `master.key` in the home. */
  masterKeyFile: string | null;
}

/**
 * The master keys, from their file, which is made when it is missing and nothing sealed needs it. Throws
 * `invalid_configuration`, having changed nothing, when it is missing, readable by others, or not the one that this
 * database's credentials and secrets need.
 */
export function openKeyRing(db: Database, place: KeyRingPlace): Promise<KeyRing> {
  return withKeyLock(db, () => readKeyRing(db, place));
}

/**
 * Puts a new master key in front and wraps every credential and secret with it, then drops the old keys. May be killed at any
 * point and run again: until the last step the file holds every key that one of them needs.
 */
export function rotateMasterKey(db: Database, place: KeyRingPlace): Promise<{ rewrapped: number; keyId: string }> {
  return withKeyLock(db, async () => {
    const path = keyFilePath(place);
    const rotated = addPrimaryKey(await readKeyRing(db, place));
    await replaceKeyFile(path, rotated);
    await register(db, rotated);
    let rewrapped = 0;
    for (let pass = 1; pass <= MAX_PASSES; pass++) {
      rewrapped += await rewrapAll(db, rotated);
      if (await forgetOldKeys(db, rotated)) {
        await replaceKeyFile(path, dropOldKeys(rotated));
        break;
      }
    }
    return { rewrapped, keyId: rotated.primaryId };
  });
}

async function readKeyRing(db: Database, place: KeyRingPlace): Promise<KeyRing> {
  const path = keyFilePath(place);
  const ring = (await readKeyFile(path)) ?? (await replaceMissingFile(db, place));
  const known = await db.drizzle.select().from(masterKeys);
  const wrong = known.filter(({ id, keyCheck: check }) => !verifyKeyCheck(ring, id, check));
  if (wrong.length > 0) {
    throw new CatalystError(
      "invalid_configuration",
      `Opening the credentials failed: ${path} is not the master key that this database was used with (${wrong.map(({ id }) => id).join(", ")}). Nothing was changed. Put that key file back, or point CATALYST_MASTER_KEY_FILE at it.`,
    );
  }
  await register(db, ring);
  return ring;
}

async function replaceMissingFile(db: Database, place: KeyRingPlace): Promise<KeyRing> {
  const path = keyFilePath(place);
  const count = (await db.drizzle.$count(agentCredentials)) + (await db.drizzle.$count(projectSecrets));
  if (count > 0) {
    throw new CatalystError(
      "invalid_configuration",
      `Reading the master key failed: ${path} doesn't exist, and without it the ${count} stored credentials and secrets can't be opened. Nothing was changed. Put it back, or point CATALYST_MASTER_KEY_FILE at it.`,
    );
  }
  if (place.masterKeyFile !== null) {
    throw new CatalystError(
      "invalid_configuration",
      `Reading the master key failed: ${path} (CATALYST_MASTER_KEY_FILE) doesn't exist. Make one: (umask 077; openssl rand -base64 32 > ${path})`,
    );
  }
  const ring = await createKeyFile(path);
  // Keys that sealed nothing which is still there are of no use without their file.
  await db.drizzle.delete(masterKeys).where(isUnused(db));
  return ring;
}

async function register(db: Database, ring: KeyRing): Promise<void> {
  const mine = [...ring.keys.keys()].map((id) => ({ id, keyCheck: keyCheck(ring, id) }));
  await db.drizzle.insert(masterKeys).values(mine).onConflictDoNothing();
}

async function rewrapAll(db: Database, ring: KeyRing): Promise<number> {
  return (
    (await rewrapStale(postgresCredentialStore(db), rewrapCredential, ring)) +
    (await rewrapStale(postgresProjectSecretStore(db), rewrapProjectSecret, ring))
  );
}

async function rewrapStale<Sealed extends { masterKeyId: string }>(
  store: { listAll(): Promise<Sealed[]>; replaceSealed(before: Sealed, after: Sealed): Promise<boolean> },
  rewrap: (sealed: Sealed, ring: KeyRing) => Sealed,
  ring: KeyRing,
): Promise<number> {
  const stale = (await store.listAll()).filter(({ masterKeyId }) => masterKeyId !== ring.primaryId);
  let rewrapped = 0;
  for (const sealed of stale) {
    rewrapped += (await store.replaceSealed(sealed, rewrap(sealed, ring))) ? 1 : 0;
  }
  return rewrapped;
}

/**
 * False: a credential or secret still needs one of them. Who adds one locks the row of its key by the foreign key, so
 * that none can be added with a key that is being deleted.
 */
async function forgetOldKeys(db: Database, ring: KeyRing): Promise<boolean> {
  try {
    await db.drizzle.delete(masterKeys).where(and(ne(masterKeys.id, ring.primaryId), isUnused(db)));
  } catch (error) {
    if ([MASTER_KEY_CONSTRAINT, SECRET_KEY_CONSTRAINT].includes(violation(error).constraint ?? "")) {
      return false;
    }
    throw error;
  }
  return (await db.drizzle.$count(masterKeys)) === 1;
}

function isUnused({ drizzle }: Database) {
  const seals = (table: typeof agentCredentials | typeof projectSecrets) =>
    notExists(drizzle.select({ one: sql`1` }).from(table).where(eq(table.masterKeyId, masterKeys.id)));
  return and(seals(agentCredentials), seals(projectSecrets));
}

async function withKeyLock<T>(db: Database, work: () => Promise<T>): Promise<T> {
  // Not from the pool: many who wait for the lock could leave no connection for the one who has it.
  const client = new pg.Client(db.connection);
  client.on("error", () => undefined);
  await client.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [KEY_LOCK]);
    return await work();
  } finally {
    await client.end();
  }
}

function keyFilePath({ home, masterKeyFile }: KeyRingPlace): string {
  return masterKeyFile ?? join(home, "master.key");
}
