import { createHash } from "node:crypto";
import { cp, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { withFileLock } from "@catalyst/machine";
import { connectDatabase } from "../../connect-database.ts";

const RUNTIME = fileURLToPath(new URL("../../../../../.runtime/", import.meta.url));
const MIGRATIONS = new URL("../../../migrations/meta/_journal.json", import.meta.url);
const PREFIX = "e2e-database-";
const LOCK = {
  path: join(RUNTIME, `${PREFIX}lock`),
  waitSeconds: 600,
  purpose: "Making the database that homes of tests begin with",
};

/**
 * Gives a home the database that its first start would make: empty, with the schema. To make it takes longer than most of what
 * is tested. It doesn't wait for the disk, as nothing of a test outlives a machine that loses its power.
 */
export async function givePreparedDatabase(home: string): Promise<void> {
  const prepared = await prepare();
  await cp(dataFolderOf(prepared), dataFolderOf(home), { recursive: true, errorOnExist: true, force: false });
}

function dataFolderOf(home: string): string {
  return join(home, "postgres", "data");
}

/** A home with nothing else in it, which all tests of this checkout share. */
async function prepare(): Promise<string> {
  const journal = await readFile(MIGRATIONS);
  const home = join(RUNTIME, `${PREFIX}${createHash("sha256").update(journal).digest("hex").slice(0, 12)}`);
  if (!(await isThere(home))) {
    await withFileLock(LOCK, async () => {
      if (!(await isThere(home))) {
        await removeOlder();
        await make(home);
      }
    });
  }
  return home;
}

/** Under another name until it is whole. */
async function make(home: string): Promise<void> {
  const draft = `${home}.draft`;
  const db = await connectDatabase({ home: draft, databaseUrl: null });
  try {
    await db.pool.query("alter system set fsync = off");
  } finally {
    // Whoever is the last stops the server.
    await db.close();
  }
  await rename(draft, home);
}

async function removeOlder(): Promise<void> {
  const names = await readdir(dirname(LOCK.path));
  for (const name of names.filter((one) => one.startsWith(PREFIX) && one !== basename(LOCK.path))) {
    await rm(join(RUNTIME, name), { recursive: true, force: true });
  }
}

async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}
