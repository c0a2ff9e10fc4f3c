import { randomUUID } from "node:crypto";
import { chmod, mkdir, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { CatalystError } from "@catalyst/core";
import type { ServerLocation } from "./locate-server.ts";
import { runServerProgram } from "./run-server-program.ts";

const MAJOR_VERSION = "18";
const HALF_MADE = ".new.";
export const SERVER_USER = "catalyst";

/** The folders around the data folder, closed to other users. Throws `forbidden` when one is another user's. */
export async function prepareFolders({ dataFolder, socketFolder }: ServerLocation): Promise<void> {
  const root = dirname(dataFolder);
  for (const folder of [root, socketFolder]) {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await refuseForeign(folder);
    await chmod(folder, 0o700);
  }
}

/** A data folder of the right version, made when there is none. */
export async function prepareDataFolder({ binFolder, dataFolder }: ServerLocation): Promise<void> {
  if (await exists(dataFolder)) {
    await refuseForeign(dataFolder);
    await refuseUnusable(dataFolder);
    return;
  }
  await removeHalfMade(dataFolder);
  // A folder that was left half made by a kill is never taken for a database: it gets its name when it is whole.
  const fresh = `${dataFolder}${HALF_MADE}${randomUUID()}`;
  const locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
  await runServerProgram(join(binFolder, "initdb"), ["-D", fresh, "-U", SERVER_USER, "--auth=trust", ...locale]);
  await rename(fresh, dataFolder);
}

/**
 * The initdb of a start that was killed may still run: it fails then, and removes its folder. So no two use the same name.
 */
async function removeHalfMade(dataFolder: string): Promise<void> {
  const names = await readdir(dirname(dataFolder));
  for (const name of names.filter((one) => one.startsWith(`${basename(dataFolder)}${HALF_MADE}`))) {
    await rm(join(dirname(dataFolder), name), { recursive: true, force: true, maxRetries: 3 });
  }
}

async function refuseForeign(folder: string): Promise<void> {
  const { uid } = await stat(folder);
  if (uid !== process.getuid?.()) {
    throw new CatalystError(
      "forbidden",
      `Starting PostgreSQL failed: ${folder} belongs to another user (uid ${uid}). Run as that user, or set CATALYST_HOME to a folder of your own.`,
    );
  }
}

async function refuseUnusable(dataFolder: string): Promise<void> {
  const version = await readFile(join(dataFolder, "PG_VERSION"), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") {
      return null;
    }
    throw error;
  });
  if (version === null) {
    throw new CatalystError(
      "invalid_configuration",
      `Starting PostgreSQL failed: ${dataFolder} is not a PostgreSQL data folder (${(await readdir(dataFolder)).length} entries, no PG_VERSION). Nothing was changed. Put the data back, or move the folder away to begin with an empty database.`,
    );
  }
  if (version.trim() !== MAJOR_VERSION) {
    throw new CatalystError(
      "invalid_configuration",
      `Starting PostgreSQL failed: ${dataFolder} was made by version ${version.trim()}, this is version ${MAJOR_VERSION}. Nothing was changed. Dump it with the old version and load it again, or move the folder away.`,
    );
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") {
        return false;
      }
      throw error;
    },
  );
}
