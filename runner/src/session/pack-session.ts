import { constants, type Dirent } from "node:fs";
import { lstat, open, opendir } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { MAX_SESSION_BYTES } from "@catalyst/core";
import { MAX_FILES, MAX_UNPACKED_BYTES, type SessionFile } from "./session-file.ts";

const HEADER_LENGTH_BYTES = 4;
/** Folders and what is no plain file count too: the agent chooses what lies there. */
const MAX_ENTRIES = 10_000;

/**
 * The plain files at or below these paths of the home, as one compressed piece: for each file the length of its header,
 * the header, its bytes. Links, pipes and devices are left out. null: there is nothing. Rejects when it is too much.
 */
export async function packSession(input: { home: string; paths: readonly string[] }): Promise<Buffer | null> {
  const found: Found = { files: [], entries: 0 };
  for (const path of input.paths) {
    await findFiles(found, { home: input.home, path });
  }
  const frames: Buffer[] = [];
  let bytes = 0;
  for (const path of found.files) {
    const content = await readPlainFile(join(input.home, path), MAX_UNPACKED_BYTES - bytes);
    bytes += content.length;
    frames.push(...frame({ path, size: content.length }), content);
  }
  if (frames.length === 0) {
    return null;
  }
  // Most runs have no session: what packs it isn't loaded at the start of each.
  const { gzip } = await import("node:zlib");
  const packed = await promisify(gzip)(Buffer.concat(frames));
  if (packed.length > MAX_SESSION_BYTES) {
    throw new Error(`it is larger than ${MAX_SESSION_BYTES} bytes when packed`);
  }
  return packed;
}

interface Found {
  files: string[];
  entries: number;
}

async function findFiles(found: Found, { home, path }: { home: string; path: string }): Promise<void> {
  const there = await lstat(join(home, path)).catch(() => null);
  if (there?.isFile()) {
    found.files.push(path);
  }
  if (!there?.isDirectory()) {
    return;
  }
  for await (const entry of await opendir(join(home, path))) {
    await addEntry(found, { home, path: join(path, entry.name), entry });
  }
}

async function addEntry(
  found: Found,
  { home, path, entry }: { home: string; path: string; entry: Dirent },
): Promise<void> {
  found.entries += 1;
  if (entry.isFile()) {
    found.files.push(path);
  }
  if (found.entries > MAX_ENTRIES || found.files.length > MAX_FILES) {
    throw new Error(`it has more than ${MAX_FILES} files`);
  }
  if (entry.isDirectory()) {
    await findFiles(found, { home, path });
  }
}

/** What was a plain file a moment ago is opened as one or not at all. */
async function readPlainFile(path: string, maxBytes: number): Promise<Buffer> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const { size } = await file.stat();
    if (size > maxBytes) {
      throw new Error(`it is larger than ${MAX_UNPACKED_BYTES} bytes`);
    }
    const content = Buffer.alloc(size);
    const { bytesRead } = await file.read(content, 0, size, 0);
    return content.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function frame(header: SessionFile): [Buffer, Buffer] {
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(HEADER_LENGTH_BYTES);
  length.writeUInt32BE(text.length);
  return [length, text];
}
