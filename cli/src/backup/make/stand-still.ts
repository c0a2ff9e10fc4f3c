import { cp, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { CatalystError } from "@catalyst/core";
import { linkRepositories } from "@catalyst/git/apart/kept";
import { readKeyFile, withFileLock } from "@catalyst/machine";
import { type Database, type DatabaseSnapshot, withDatabaseSnapshot } from "@catalyst/postgres";

const MAX_TRIES = 20;
/** What people and processes wrote as plain files. */
const PLAIN_FOLDERS = ["agents.d", "sealers"];

export interface StillHome {
  snapshot: DatabaseSnapshot;
  /** The files that go with it, under the names that they have in the home. */
  folder: string;
  /** The gateway's keys as their file has them; null: they weren't asked for, or there are none. */
  keys: string | null;
}

export interface StandStillInput {
  home: string;
  database: Database;
  /** The file of the gateway's keys; null: they aren't wanted. */
  keyFile: string | null;
}

/**
 * Works on the home as it is at one moment: its database, and the files that this speaks of, while everything goes on. One
 * backup at a time, as what another one left that was killed is removed.
 */
export async function standStill<T>(input: StandStillInput, work: (still: StillHome) => Promise<T>): Promise<T> {
  const place = join(input.home, "backing-up");
  const lock = { path: join(place, "lock"), waitSeconds: 0, purpose: "Backing up" };
  await mkdir(place, { recursive: true, mode: 0o700 });
  return withFileLock(lock, async () => {
    const folder = join(place, "files");
    try {
      return await tryUntilWhole({ ...input, folder }, work);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
}

/** What was removed between the database's moment and the files' is in neither of the next try. */
async function tryUntilWhole<T>(
  input: StandStillInput & { folder: string },
  work: (still: StillHome) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; attempt <= MAX_TRIES; attempt++) {
    const outcome = await withDatabaseSnapshot(input.database, async (snapshot) => {
      const keys = await gather(input).catch(ignoreRemoved);
      return keys !== undefined && (await snapshot.isStillNeeded())
        ? { value: await work({ snapshot, folder: input.folder, keys }) }
        : null;
    });
    if (outcome !== null) {
      return outcome.value;
    }
  }
  throw new CatalystError(
    "unavailable",
    `Backing up failed: what is kept changed ${MAX_TRIES} times while it was looked at. Try again.`,
  );
}

async function gather({ home, folder, keyFile }: StandStillInput & { folder: string }): Promise<string | null> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await linkRepositories(home, folder);
  for (const name of PLAIN_FOLDERS) {
    await cp(join(home, name), join(folder, name), { recursive: true, errorOnExist: true }).catch(ignoreRemoved);
  }
  return keyFile === null ? null : readKeyFile({ path: keyFile, kind: "private", name: "the gateway's keys" });
}

function ignoreRemoved(error: NodeJS.ErrnoException): undefined {
  if (error.code !== "ENOENT") {
    throw error;
  }
}
