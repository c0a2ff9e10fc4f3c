import { link, mkdir, open } from "node:fs/promises";
import { dirname, join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { ensureBare, findBadLine } from "@catalyst/git/apart/kept";
import { readEntryName } from "../archive/entry-name.ts";
import { type ArchiveEntry, refuse } from "../archive/read-archive.ts";
import { readWhole, unpackRows, type Verified } from "./verify-archive.ts";

export interface Unpack {
  archive: string;
  /** An empty folder that becomes what is to be put into the home. */
  folder: string;
  verified: Verified;
  onBytes: (bytes: number) => void;
}

/**
 * Puts the files of a backup that was verified into the folder, and its rows where `put` puts them. Throws `invalid_input` where it isn't
 * what was verified any more, or git would not have written what is in it. Files are made anew, for this user alone, in places that
 * the grammar of names allows.
 */
export async function unpackArchive(
  { archive, folder, verified, onBytes }: Unpack,
  put: (table: string, rows: Buffer) => Promise<void>,
): Promise<void> {
  const read = readWhole(archive);
  for await (const found of read.entries()) {
    const { entry, size, content } = found;
    if (entry.kind !== "rows") {
      await placeFile(folder, found, onBytes);
      continue;
    }
    for await (const rows of unpackRows(size, content)) {
      onBytes(rows.length);
      await put(entry.table, rows);
    }
  }
  const { manifest, parts } = verified;
  if (!isDeepStrictEqual(read.end(), { manifest, parts })) {
    throw refuse("it has changed while it was read");
  }
}

async function placeFile(folder: string, found: ArchiveEntry, onBytes: (bytes: number) => void): Promise<void> {
  const { entry, linkName, content } = found;
  if (entry.kind !== "file") {
    return;
  }
  const path = join(folder, entry.path);
  await makeFolderOf(path, { folder, path: entry.path });
  if (linkName !== null) {
    await placeLink(folder, linkName, path);
    for await (const _ of content) {
      // It has none, and is to be read to its end.
    }
    return;
  }
  const file = await open(path, "wx", 0o600).catch((error: NodeJS.ErrnoException) => {
    throw twice(error);
  });
  try {
    for await (const chunk of content) {
      await file.writev([chunk]);
      onBytes(chunk.length);
    }
  } finally {
    await file.close();
  }
  const kind = /\.git\/(packed-refs|shallow)$/.exec(path)?.[1] as "packed-refs" | "shallow" | undefined;
  const bad = kind === undefined ? null : await findBadLine(path, kind);
  if (bad !== null) {
    throw refuse(`a repository in it has a ref that git would not have written (${JSON.stringify(bad.slice(0, 200))})`);
  }
}

async function makeFolderOf(path: string, { folder, path: name }: { folder: string; path: string }): Promise<void> {
  const repository = /^(?:results|quarantine)\/[^/]+\.git/.exec(name)?.[0];
  if (repository !== undefined) {
    await ensureBare(join(folder, repository));
  }
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
}

/** Only what came before, which is a file that was made here. */
async function placeLink(folder: string, linkName: string, path: string): Promise<void> {
  const target = readEntryName(linkName);
  if (target?.kind !== "file" || !target.path.includes("/objects/")) {
    throw refuse("it has a link to what is no file of it");
  }
  await link(join(folder, target.path), path).catch((error: NodeJS.ErrnoException) => {
    throw error.code === "ENOENT" ? refuse("it has a link to what is no file of it") : twice(error);
  });
}

function twice(error: NodeJS.ErrnoException): unknown {
  return error.code === "EEXIST" ? refuse("it has two entries of one name") : error;
}
