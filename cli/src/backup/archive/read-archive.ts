import { once } from "node:events";
import { createReadStream } from "node:fs";
import { CatalystError } from "@catalyst/core";
import { Parser, type ReadEntry } from "tar";
import { type EntryName, readEntryName } from "./entry-name.ts";

/** Of the headers that say what doesn't fit into another one: a path, a size. */
const MAX_META_BYTES = 8192;

/** An entry of a backup, whose content must be read to its end before the next one comes. */
export interface ArchiveEntry {
  entry: EntryName;
  name: string;
  size: number;
  /** The name of the earlier entry that this one is the same file as; null: it is one of its own. */
  linkName: string | null;
  content: AsyncIterable<Buffer>;
}

/**
 * The entries of a backup, one after the other. Throws `invalid_input` for what no backup of ours has: other names, other kinds than
 * files, broken headers, a missing end. No more of it than a piece is in memory.
 */
export async function* readArchive(path: string): AsyncGenerator<ArchiveEntry> {
  const found = startParsing(path);
  try {
    for (;;) {
      const next = await found.next();
      if (next === null) {
        return;
      }
      yield describe(next);
    }
  } catch (error) {
    throw translate(error);
  } finally {
    found.stop();
  }
}

/** Reads the file until an entry waits to be read. `next`: the one that follows, null at the end. */
function startParsing(path: string): { next(): Promise<ReadEntry | null>; stop(): void } {
  const parser = new Parser({
    strict: true,
    maxMetaEntrySize: MAX_META_BYTES,
    gzip: false,
    brotli: false,
    zstd: false,
  });
  const source = createReadStream(path);
  const arrived: ReadEntry[] = [];
  let current: ReadEntry | null = null;
  let end: { error: unknown } | null = null;
  const finish = (error: unknown) => {
    end ??= { error };
    if (error !== null) {
      // Or whoever reads it would wait for what never comes.
      current?.destroy(error);
    }
    parser.emit("news");
  };
  parser.on("entry", (entry: ReadEntry) => {
    arrived.push(entry);
    parser.emit("news");
  });
  parser.on("ignoredEntry", ({ path: name, type }: ReadEntry) => finish(unknownEntry(name, type)));
  parser.on("error", finish);
  parser.on("end", () => finish(null));
  source.on("error", finish);
  source.pipe(parser as unknown as NodeJS.WritableStream);
  return {
    async next() {
      while (arrived.length === 0 && end === null) {
        await once(parser, "news");
      }
      if (end !== null && end.error !== null) {
        throw end.error;
      }
      current = arrived.shift() ?? null;
      return current;
    },
    stop: () => void source.destroy(),
  };
}

function describe(found: ReadEntry): ArchiveEntry {
  const { path: name, type, size, linkpath = null } = found;
  const entry = readEntryName(name);
  if (entry === null || !(type === "File" || (type === "Link" && size === 0 && linkpath !== null))) {
    throw unknownEntry(name, type);
  }
  const linkName = type === "Link" ? linkpath : null;
  return { entry, name, size, linkName, content: found as AsyncIterable<Buffer> };
}

function unknownEntry(name: string, type: string): CatalystError {
  return refuse(`it has an entry that no backup has (${JSON.stringify(name.slice(0, 200))}, ${type})`);
}

/** What the parser says is wrong with it. */
function translate(error: unknown): unknown {
  const { tarCode, message, code = "" } = error as { tarCode?: string; message: string; code?: string };
  if (error instanceof CatalystError) {
    return error;
  }
  if (tarCode !== undefined) {
    return refuse(`it is damaged, or no backup (${message})`);
  }
  return ["ENOENT", "EACCES", "EISDIR"].includes(code) ? refuse(message) : error;
}

export function refuse(problem: string): CatalystError {
  return new CatalystError("invalid_input", `Reading the backup failed: ${problem}. Nothing was changed.`);
}
