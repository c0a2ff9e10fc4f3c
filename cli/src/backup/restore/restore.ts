import { mkdir, rm, statfs } from "node:fs/promises";
import { join, resolve } from "node:path";
import { CatalystError } from "@catalyst/core";
import { createKeyFile, readKeyFile } from "@catalyst/machine";
import { restoreDatabase, stopEmbeddedServer } from "@catalyst/postgres";
import type { CliContext } from "../../cli-context.ts";
import type { CliConfig } from "../../config.ts";
import { makeHome } from "../../home/make-home.ts";
import { formatBytes, formatPlural } from "../../output/words/format-quantity.ts";
import { findUp, takeUpLock } from "../../up/lock/up-lock.ts";
import { RESTORING } from "../home-parts.ts";
import { listReplaced, replaceHome } from "./replace-home.ts";
import { unpackArchive } from "./unpack-archive.ts";
import { type Verified, verifyArchive } from "./verify-archive.ts";

/** What PostgreSQL takes before anything is in it. */
const EMPTY_DATABASE_BYTES = 100 * 1024 ** 2;
/** Rows with their indexes, and the log of their writing. */
const ROW_FACTOR = 3;

export interface RestoreOptions {
  /** The file with the gateway's keys. */
  keys?: string;
  /** What is in the home is moved aside. */
  force?: boolean;
  json?: boolean;
}

interface Restored {
  verified: Verified;
  hasKeys: boolean;
  /** Where the home before it is; null: there was none. */
  aside: string | null;
}

/** Brings a backup into an empty home, all of it or nothing, and says what to do next. */
export async function restore(file: string, options: RestoreOptions, context: CliContext): Promise<void> {
  const { output, currentFolder } = context;
  const config = await context.readConfig();
  const archive = resolve(currentFolder, file);
  try {
    const keys = await readKeys(options, context);
    const verified = await verifyArchive(archive, progress("reading the backup", context));
    await makeHome(config.home);
    const aside = await holdHome(config, options, () => bringIn({ archive, verified, keys }, config, context));
    output.status(null);
    const restored = { verified, hasKeys: keys !== null || config.gatewayKeyFile !== null, aside };
    tell(restored, { config, isJson: options.json === true }, context);
  } finally {
    output.status(null);
  }
}

function progress(what: string, { output, interrupted }: CliContext): (bytes: number) => void {
  let sum = 0;
  return (bytes) => {
    if (interrupted.aborted) {
      throw new CatalystError("cancelled", "Nothing was restored.");
    }
    sum += bytes;
    output.status(`${what}: ${formatBytes(sum)} …`);
  };
}

/** null: none are given. */
async function readKeys({ keys }: RestoreOptions, { currentFolder, readConfig }: CliContext): Promise<string | null> {
  if (keys === undefined) {
    return null;
  }
  if ((await readConfig()).gatewayKeyFile !== null) {
    throw new CatalystError(
      "invalid_input",
      "Restoring the gateway's keys failed: CATALYST_GATEWAY_KEY_FILE names the file that has them. Put them there, and leave out --keys.",
    );
  }
  const path = resolve(currentFolder, keys);
  const text = await readKeyFile({ path, kind: "private", name: "the gateway's keys" });
  if (text === null) {
    throw new CatalystError(
      "not_found",
      `Reading the gateway's keys failed: there is no ${path}. Nothing was changed.`,
    );
  }
  return text;
}

/** Works on a home that nobody uses, and that is empty unless it may be moved aside. */
async function holdHome<T>(config: CliConfig, { force }: RestoreOptions, work: () => Promise<T>): Promise<T> {
  const { home } = config;
  const lock = await takeUpLock(home);
  if (lock === null) {
    const pid = (await findUp(home))?.pid ?? "unknown";
    throw new CatalystError(
      "conflict",
      `Restoring into ${home} failed: it is in use by process ${pid}. Nothing was changed. End that first: kill ${pid}`,
    );
  }
  try {
    const there = await listReplaced(home);
    if (there.length > 0 && force !== true) {
      throw new CatalystError(
        "conflict",
        `Restoring into ${home} failed: it isn't empty (${there.join(", ")}). Nothing was changed. Set CATALYST_HOME to a new folder, or use --force, which moves what is there into a folder in it.`,
      );
    }
    await stopEmbeddedServer(home);
    return await work();
  } finally {
    await lock.release();
  }
}

interface Given {
  archive: string;
  verified: Verified;
  keys: string | null;
}

/** Everything is made beside the home's own and put in its place at the end. Returns where the old is. */
async function bringIn(
  { archive, verified, keys }: Given,
  config: CliConfig,
  context: CliContext,
): Promise<string | null> {
  const { home, databaseUrl } = config;
  const folder = join(home, RESTORING);
  const clear = async () => {
    await stopEmbeddedServer(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  };
  await clear();
  await checkRoom(home, verified);
  await mkdir(folder, { mode: 0o700 });
  try {
    const onBytes = progress("restoring", context);
    await restoreDatabase({ home: folder, databaseUrl, contents: verified.manifest.database }, (put) =>
      unpackArchive({ archive, folder, verified, onBytes }, put),
    );
    if (keys !== null) {
      const path = join(folder, "gateway-keys", "private");
      await createKeyFile({ path, kind: "private", name: "the gateway's keys" }, keys);
    }
    return await replaceHome(home, folder);
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === "ENOSPC" ? noRoom(home, { cause: error }) : error;
  } finally {
    await clear();
  }
}

async function checkRoom(home: string, { fileBytes, rowBytes }: Verified): Promise<void> {
  const { bavail, bsize } = await statfs(home);
  const needed = fileBytes + rowBytes * ROW_FACTOR + EMPTY_DATABASE_BYTES;
  if (bavail * bsize < needed) {
    throw noRoom(home, {
      detail: `it takes about ${formatBytes(needed)}, and ${formatBytes(bavail * bsize)} are free`,
    });
  }
}

function noRoom(
  home: string,
  { detail = "it became full", cause }: { detail?: string; cause?: unknown },
): CatalystError {
  return new CatalystError(
    "storage_full",
    `Restoring into ${home} failed: there is no room on its disk: ${detail}. Nothing was changed. Make room, or set CATALYST_HOME to a folder elsewhere.`,
    { cause },
  );
}

function tell(
  restored: Restored,
  { config, isJson }: { config: CliConfig; isJson: boolean },
  { output }: CliContext,
): void {
  const { verified, hasKeys, aside } = restored;
  const { madeAt, counts } = verified.manifest;
  if (isJson) {
    output.json({ home: config.home, madeAt, counts, hasKeys, movedTo: aside });
    return;
  }
  output.data(
    `Restored ${config.home} as it was on ${madeAt}: ${formatPlural(counts.tasks, "task")}, ${formatPlural(counts.people, "person", "people")}.`,
  );
  if (aside !== null) {
    output.data(`What was there before is in ${aside}.`);
  }
  if (counts.unfinished > 0) {
    output.data(
      `${formatPlural(counts.unfinished, "run")} had not ended: what waited goes on, what was at work goes on from what it had pushed. Where the machine that made the backup still runs, end it first.`,
    );
  }
  if (!hasKeys && counts.sealed > 0) {
    output.data(
      `The gateway's keys aren't there: without them nothing starts that needs a credential. Put their file at ${join(config.home, "gateway-keys", "private")} (chmod 600).`,
    );
  }
  output.data("Everybody signs in anew; API keys count as they did then. Next: catalyst doctor, then catalyst up");
}
