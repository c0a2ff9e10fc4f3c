import { chmod, link, mkdir, open, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { addPrimaryKey, CatalystError, createKeyRing, dropOldKeys, type KeyRing, keyCheck, parseKeyRing, rewrapCredential, serializeKeyRing, verifyKeyCheck } from "@catalyst/core";
import { inArray } from "drizzle-orm";
import type { Database } from "./database.ts";
import { agentCredentials, masterKeys } from "./schema/schema.ts";
import { postgresCredentialStore } from "./stores/credential-store.ts";

export interface KeyRingPlace {
  home: string;
  /** CATALYST_MASTER_KEY_FILE; null: `master.key` in the home. */
  masterKeyFile: string | null;
}

/**
 * The master keys, from their file. The file is made at the first start. Throws `invalid_configuration`, having
 * changed nothing, when it is missing, readable by others, or not the one that this database's credentials need.
 */
export async function openKeyRing(db: Database, place: KeyRingPlace): Promise<KeyRing> {
  const path = keyFilePath(place);
  const known = await db.drizzle.select().from(masterKeys);
  const ring = (await readKeyFile(path)) ?? (await createKeyFile(path, { place, isFirst: known.length === 0 }));
  const wrong = known.filter(({ id, keyCheck: check }) => !verifyKeyCheck(ring, id, check));
  if (wrong.length > 0) {
    throw new CatalystError(
      "invalid_configuration",
      `Opening the credentials failed: ${path} is not the master key that this database was used with (${wrong.map(({ id }) => id).join(", ")}). Nothing was changed. Put that key file back, or point CATALYST_MASTER_KEY_FILE at it.`,
    );
  }
  const mine = [...ring.keys.keys()].map((id) => ({ id, keyCheck: keyCheck(ring, id) }));
  await db.drizzle.insert(masterKeys).values(mine).onConflictDoNothing();
  return ring;
}

/**
 * Puts a new master key in front and wraps every credential with it, then drops the old keys. May be killed at any
 * point and run again: until the last step the file holds every key that a credential needs.
 */
export async function rotateMasterKey(db: Database, place: KeyRingPlace): Promise<{ rewrapped: number; keyId: string }> {
  const path = keyFilePath(place);
  const rotated = addPrimaryKey(await openKeyRing(db, place));
  await writeKeyFile(path, rotated);
  await db.drizzle.insert(masterKeys).values({ id: rotated.primaryId, keyCheck: keyCheck(rotated, rotated.primaryId) }).onConflictDoNothing();
  const rewrapped = await rewrapAll(db, rotated);
  const old = [...rotated.keys.keys()].filter((id) => id !== rotated.primaryId);
  const stillUsed = await db.drizzle.select({ id: agentCredentials.id }).from(agentCredentials).where(inArray(agentCredentials.masterKeyId, old));
  if (stillUsed.length === 0) {
    await db.drizzle.delete(masterKeys).where(inArray(masterKeys.id, old));
    await writeKeyFile(path, dropOldKeys(rotated));
  }
  return { rewrapped, keyId: rotated.primaryId };
}

async function rewrapAll(db: Database, ring: KeyRing): Promise<number> {
  const store = postgresCredentialStore(db);
  const stale = (await store.listAll()).filter(({ masterKeyId }) => masterKeyId !== ring.primaryId);
  let rewrapped = 0;
  for (const credential of stale) {
    rewrapped += (await store.replaceSealed(credential, rewrapCredential(credential, ring))) ? 1 : 0;
  }
  return rewrapped;
}

function keyFilePath({ home, masterKeyFile }: KeyRingPlace): string {
  return masterKeyFile ?? join(home, "master.key");
}

async function readKeyFile(path: string): Promise<KeyRing | null> {
  let text: string;
  try {
    const { mode } = await stat(path);
    if ((mode & 0o077) !== 0) {
      throw new CatalystError("invalid_configuration", `Reading the master key failed: ${path} can be read by others. Mend it: chmod 600 ${path}`);
    }
    text = await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") {
      return null;
    }
    throw error;
  }
  return parseKeyRing(text);
}

async function createKeyFile(path: string, { place, isFirst }: { place: KeyRingPlace; isFirst: boolean }): Promise<KeyRing> {
  if (!isFirst || place.masterKeyFile !== null) {
    throw new CatalystError("invalid_configuration", `Reading the master key failed: ${path} doesn't exist, and without it the stored credentials can't be opened. Put it back${isFirst ? ", or make one: openssl rand -base64 32" : ""}.`);
  }
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const fresh = await writeBeside(path, createKeyRing());
  // link() fails where the file exists, so that of two first starts one key wins and both use it.
  await link(fresh, path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") {
      throw error;
    }
  });
  await rm(fresh);
  return parseKeyRing(await readFile(path, "utf8"));
}

async function writeKeyFile(path: string, ring: KeyRing): Promise<void> {
  await rename(await writeBeside(path, ring), path);
}

async function writeBeside(path: string, ring: KeyRing): Promise<string> {
  const fresh = `${path}.${process.pid}.new`;
  const file = await open(fresh, "w", 0o600);
  try {
    await file.writeFile(serializeKeyRing(ring));
    await file.sync();
  } finally {
    await file.close();
  }
  await chmod(fresh, 0o600);
  return fresh;
}
