import type { FileHandle } from "node:fs/promises";
import { Header, Pax } from "tar";
import { countParts } from "./count-parts.ts";
import { MANIFEST, PARTS, readEntryName } from "./entry-name.ts";
import type { Manifest } from "./manifest.ts";

const BLOCK_BYTES = 512;
const OWNER_ONLY = 0o600;

export interface ArchiveWriter {
  /** One entry with its content, which is exactly as long as it says. */
  add(name: string, size: number, content: AsyncIterable<Buffer> | Iterable<Buffer>): Promise<void>;
  /** An entry that is the same file as an earlier one. */
  addLink(name: string, linkName: string): Promise<void>;
  /** The last entry, and the end. */
  end(): Promise<void>;
}

/** Writes a backup into an open file, one entry after the other: a tar archive whose first entry is the manifest. */
export async function writeArchive(file: FileHandle, manifest: Manifest): Promise<ArchiveWriter> {
  const counter = countParts();
  const put = async (name: string, size: number, content: AsyncIterable<Buffer> | Iterable<Buffer>) => {
    await file.write(encodeHeader({ path: name, size, type: "File" }));
    let written = 0;
    for await (const chunk of content) {
      written += chunk.length;
      counter.add(partOf(name), chunk);
      await file.writev([chunk]);
    }
    if (written !== size) {
      throw new Error(`${name} has ${written} bytes instead of ${size}`);
    }
    await file.write(Buffer.alloc(-size & (BLOCK_BYTES - 1)));
  };
  const putJson = (name: string, value: unknown) => {
    const text = Buffer.from(`${JSON.stringify(value)}\n`);
    return put(name, text.length, [text]);
  };
  await putJson(MANIFEST, manifest);
  return {
    async add(name, size, content) {
      counter.begin(partOf(name), { name, size, linkName: null });
      await put(name, size, content);
    },
    async addLink(name, linkName) {
      counter.begin(partOf(name), { name, size: 0, linkName });
      await file.write(encodeHeader({ path: name, size: 0, type: "Link", linkpath: linkName }));
    },
    async end() {
      await putJson(PARTS, counter.parts());
      await file.write(Buffer.alloc(2 * BLOCK_BYTES));
    },
  };
}

function partOf(name: string): string {
  const entry = readEntryName(name);
  if (entry === null) {
    throw new Error(`a backup has no entry of the name ${name}`);
  }
  return "part" in entry ? entry.part : "";
}

/** With another one before it for what doesn't fit in: a long name, a size beyond 8 GiB. */
function encodeHeader(about: { path: string; size: number; type: "File" | "Link"; linkpath?: string }): Buffer {
  const header = new Header({ ...about, mode: OWNER_ONLY, mtime: new Date() });
  const needsMore = header.encode();
  const block = header.block ?? Buffer.alloc(BLOCK_BYTES);
  return needsMore ? Buffer.concat([new Pax(about).encode(), block]) : block;
}
