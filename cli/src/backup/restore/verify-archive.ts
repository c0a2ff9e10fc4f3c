import { isDeepStrictEqual, promisify } from "node:util";
import { gunzip } from "node:zlib";
import { countParts, type PartCounter } from "../archive/count-parts.ts";
import { type Manifest, Parts, parseManifest } from "../archive/manifest.ts";
import { type ArchiveEntry, readArchive, refuse } from "../archive/read-archive.ts";
import { PIECE_BYTES } from "../make/write-rows.ts";

/** More tables and columns than there will be. */
const MAX_JSON_BYTES = 4 * 1024 * 1024;
/** What a piece of rows that compresses well takes at most. */
const MAX_PACKED_BYTES = 2 * PIECE_BYTES;

const unpack = promisify(gunzip);

/** What a backup comes to that is whole: its manifest, and the room that it needs. */
export interface Verified {
  manifest: Manifest;
  parts: Parts;
  fileBytes: number;
  rowBytes: number;
}

/** Reads a backup from its beginning to its end, and writes nothing. Throws `invalid_input` or `unsupported`. */
export async function verifyArchive(path: string, onBytes: (bytes: number) => void): Promise<Verified> {
  let [fileBytes, rowBytes] = [0, 0];
  const read = readWhole(path);
  for await (const { entry, size, content } of read.entries()) {
    if (entry.kind === "rows") {
      for await (const rows of unpackRows(size, content)) {
        rowBytes += rows.length;
      }
    } else {
      fileBytes += size;
      for await (const chunk of content) {
        onBytes(chunk.length);
      }
    }
  }
  return { ...read.end(), fileBytes, rowBytes };
}

/** The entries of a backup between its first and its last one, which are read and compared with what came in between. */
export function readWhole(path: string): {
  entries(): AsyncGenerator<ArchiveEntry>;
  /** After the last entry. Throws `invalid_input` where it isn't whole. */
  end(): Pick<Verified, "manifest" | "parts">;
} {
  const counter = countParts();
  let manifest: Manifest | null = null;
  let parts: Parts | null = null;
  return {
    async *entries() {
      for await (const found of readArchive(path)) {
        const { entry } = found;
        if ((manifest === null) !== (entry.kind === "manifest") || parts !== null) {
          throw refuse("its entries aren't in the order of a backup");
        }
        if (entry.kind === "manifest") {
          manifest = parseManifest(await readText(found));
        } else if (entry.kind === "parts") {
          parts = readParts(await readText(found));
        } else {
          yield counted(found, entry.part, counter);
        }
      }
    },
    end() {
      if (manifest === null || parts === null) {
        throw refuse("its end is missing");
      }
      if (!isDeepStrictEqual(parts, counter.parts())) {
        throw refuse("its contents aren't what they were when it was made");
      }
      return { manifest, parts };
    },
  };
}

function counted(found: ArchiveEntry, part: string, counter: PartCounter): ArchiveEntry {
  counter.begin(part, found);
  return {
    ...found,
    content: (async function* () {
      for await (const chunk of found.content) {
        counter.add(part, chunk);
        yield chunk;
      }
    })(),
  };
}

/** One piece of rows. Never more than a piece is made of it, whatever it is. */
export async function* unpackRows(size: number, content: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  if (size > MAX_PACKED_BYTES) {
    throw refuse("it has a piece of rows that is too long");
  }
  const packed = Buffer.concat(await Array.fromAsync(content));
  try {
    yield await unpack(packed, { maxOutputLength: PIECE_BYTES });
  } catch {
    throw refuse("it has a piece of rows that can't be unpacked");
  }
}

async function readText({ size, content }: ArchiveEntry): Promise<string> {
  if (size > MAX_JSON_BYTES) {
    throw refuse("what it says of itself is too long");
  }
  return Buffer.concat(await Array.fromAsync(content)).toString("utf8");
}

function readParts(text: string): Parts {
  try {
    return Parts.parse(JSON.parse(text));
  } catch {
    throw refuse("its end can't be read");
  }
}
