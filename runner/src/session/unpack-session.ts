import { mkdir, realpath, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { MAX_FILES, MAX_UNPACKED_BYTES, SessionFile } from "./session-file.ts";

const HEADER_LENGTH_BYTES = 4;
const MAX_HEADER_BYTES = 8192;

interface Place {
  home: string;
  paths: readonly string[];
}

/**
 * Writes what `packSession` made. Whoever made this content may have been an agent: it becomes plain files at or below
 * these paths of the home that weren't there before, or the whole is refused.
 */
export async function unpackSession(content: Buffer, place: Place): Promise<void> {
  const { gunzip } = await import("node:zlib");
  const unpacked = await promisify(gunzip)(content, {
    maxOutputLength: MAX_UNPACKED_BYTES + MAX_FILES * MAX_HEADER_BYTES,
  });
  const files = readFrames(unpacked);
  for (const { path } of files) {
    refuseOutside(path, place.paths);
  }
  const home = await realpath(place.home);
  for (const { path, bytes } of files) {
    await writeNewFile(home, { path, bytes });
  }
}

function readFrames(content: Buffer): { path: string; bytes: Buffer }[] {
  const files: { path: string; bytes: Buffer }[] = [];
  for (let at = 0; at < content.length; ) {
    const headerLength = content.length - at < HEADER_LENGTH_BYTES ? -1 : content.readUInt32BE(at);
    const headerEnd = at + HEADER_LENGTH_BYTES + headerLength;
    if (
      headerLength < 0 ||
      headerLength > MAX_HEADER_BYTES ||
      headerEnd > content.length ||
      files.length >= MAX_FILES
    ) {
      throw new Error("it is malformed");
    }
    const { path, size } = SessionFile.parse(JSON.parse(content.toString("utf8", at + HEADER_LENGTH_BYTES, headerEnd)));
    if (headerEnd + size > content.length) {
      throw new Error("it is cut");
    }
    files.push({ path, bytes: content.subarray(headerEnd, headerEnd + size) });
    at = headerEnd + size;
  }
  return files;
}

function refuseOutside(path: string, allowed: readonly string[]): void {
  const isPlain = path.split("/").every((segment) => segment !== "" && segment !== "." && segment !== "..");
  const isBelow = allowed.some((root) => path === root || path.startsWith(`${root}/`));
  if (!isPlain || !isBelow || path.includes("\0")) {
    throw new Error("it holds a file outside of the agent's session folders");
  }
}

/** A link that lies there already leads nowhere: the folder must be what its name says, and the file must be new. */
async function writeNewFile(home: string, { path, bytes }: { path: string; bytes: Buffer }): Promise<void> {
  const target = join(home, path);
  await mkdir(dirname(target), { recursive: true, mode: 0o700 });
  if ((await realpath(dirname(target))) !== dirname(target)) {
    throw new Error("a link lies in the place of a folder");
  }
  await writeFile(target, bytes, { flag: "wx", mode: 0o600 });
}
