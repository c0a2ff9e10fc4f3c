import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statfsSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { removeFolder } from "../../remove-folder.ts";
import { makeWrittenFolders, pathsIn, WRITTEN_FOLDERS } from "../disk/prepare-folder.ts";
import type { KeeperOrder } from "../keeper-order.ts";
import { run } from "../run.ts";
import { dropEntry, listEntries, removeDropped } from "./cache-entries.ts";
import { copy, copyWritten } from "./copy-written.ts";

const MIB = 2 ** 20;
const MAX_ENTRIES = 10;
const MAX_ENTRY_BYTES = 4096 * MIB;
const MAX_TOTAL_BYTES = 10_240 * MIB;
const SIZE_FILE = "bytes";

/** Puts the result of an earlier setup into the environment's folders. What can't be put there whole isn't put there at all. */
export async function restoreSetup(order: KeeperOrder): Promise<{ isHit: boolean; facts: string[] }> {
  const { setupCache, folder } = order;
  const entry = setupCache === null ? null : join(setupCache.folder, setupCache.key);
  if (entry === null || !existsSync(entry)) {
    return { isHit: false, facts: [] };
  }
  const { written } = pathsIn(folder);
  try {
    await copyWritten(order, entry, written);
    // Those that were used last are thrown away last.
    utimesSync(entry, new Date(), new Date());
    return { isHit: true, facts: ["The result of an earlier setup was put in place."] };
  } catch (error) {
    for (const name of WRITTEN_FOLDERS) {
      await removeFolder(join(written, name));
    }
    makeWrittenFolders(order, written);
    return { isHit: false, facts: [`The kept setup could not be used: ${(error as Error).message}.`] };
  }
}

/** Keeps what the setup's stage left, for environments with the same key; says what became of it. No process of the stage may be left. */
export async function saveSetup({ setupCache, folder, executionId }: KeeperOrder): Promise<string[]> {
  if (setupCache === null) {
    return [];
  }
  const { written } = pathsIn(folder);
  const draft = join(setupCache.folder, `.draft-${executionId}`);
  try {
    mkdirSync(setupCache.folder, { recursive: true, mode: 0o700 });
    const bytes = usedBytes(await run("du", ["--summarize", "--block-size=1", "--", written]));
    refuseTooLarge(bytes, setupCache.folder);
    mkdirSync(draft, { mode: 0o700 });
    for (const name of WRITTEN_FOLDERS) {
      await copy(join(written, name), join(draft, name));
    }
    writeFileSync(join(draft, SIZE_FILE), String(bytes));
    renameSync(draft, join(setupCache.folder, setupCache.key));
    await dropOldest(setupCache.folder, dirname(folder));
    return ["The setup's result was kept for the next time."];
  } catch (error) {
    return [`The setup's result was not kept: ${(error as Error).message}.`];
  } finally {
    await removeFolder(draft);
  }
}

function usedBytes(output: string): number {
  return Number.parseInt(output, 10);
}

function refuseTooLarge(bytes: number, folder: string): void {
  const { bavail, bsize } = statfsSync(folder);
  if (bytes > MAX_ENTRY_BYTES || bytes * 2 > bavail * bsize) {
    const free = Math.floor((bavail * bsize) / MIB);
    throw new Error(
      `it takes ${Math.ceil(bytes / MIB)} MiB, of at most ${MAX_ENTRY_BYTES / MIB} MiB and half of the ${free} MiB that are free`,
    );
  }
}

/** Removes what is beyond the limits, and drafts whose environment is gone. */
async function dropOldest(folder: string, environments: string): Promise<void> {
  const entries = listEntries(folder)
    .map((name) => ({ name, usedAt: statSync(join(folder, name)).mtimeMs, bytes: sizeOf(join(folder, name)) }))
    .toSorted((a, b) => b.usedAt - a.usedAt);
  let total = 0;
  const old = entries.filter(({ bytes }, index) => {
    total += bytes;
    return index >= MAX_ENTRIES || total > MAX_TOTAL_BYTES;
  });
  for (const { name } of old) {
    await dropEntry(folder, name);
  }
  await removeDropped(folder);
  const left = readdirSync(folder).filter((name) => name.startsWith(".draft-"));
  for (const name of left.filter((one) => !existsSync(join(environments, one.replace(".draft-", ""))))) {
    await removeFolder(join(folder, name));
  }
}

function sizeOf(entry: string): number {
  return Number.parseInt(readFileSync(join(entry, SIZE_FILE), "utf8"), 10);
}
