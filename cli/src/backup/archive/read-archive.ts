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
      yield describe(next, found.fault);
    }
  } catch (error) {
    throw translate(error);
  } finally {
    found.stop();
  }
}

/** Reads the file until an entry waits to be read. `next`: the one that follows, null at the end. `fault`: what is wrong with the file, null while nothing is known. */
function startParsing(path: string): { next(): Promise<ReadEntry | null>; fault(): unknown; stop(): void } {
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
      // Or whoever reads it would wait for what never comes. The parser may be about to give it the rest.
      queueMicrotask(() => current?.destroy(error));
    }
    parser.emit("news");
  };
  parser.on("entry", (entry: ReadEntry) => {
    // Nobody may be reading it just now: who does, or begins to, is told all the same.
    entry.on("error", () => undefined);
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
    fault: () => end?.error ?? null,
    stop: () => void source.destroy(),
  };
}

function describe(found: ReadEntry, fault: () => unknown): ArchiveEntry {
  const { path: name, type, size, linkpath = null } = found;
  const entry = readEntryName(name);
  if (entry === null || !(type === "File" || (type === "Link" && size === 0 && linkpath !== null))) {
    throw unknownEntry(name, type);
  }
  const linkName = type === "Link" ? linkpath : null;
  return { entry, name, size, linkName, content: readContent(found as AsyncIterable<Buffer>, fault) };
}

/** What is wrong with the file may show in an entry's midst, where somebody else reads. */
async function* readContent(found: AsyncIterable<Buffer>, fault: () => unknown): AsyncGenerator<Buffer> {
  const known = fault();
  if (known !== null) {
    throw translate(known);
  }
  try {
    yield* found;
  } catch (error) {
    throw translate(error);
  }
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
  if (code === "ENOENT") {
    return refuse("there is no such file");
  }
  return ["EACCES", "EISDIR"].includes(code) ? refuse(message) : error;
}

export function refuse(problem: string): CatalystError {
  return new CatalystError("invalid_input", `Reading the backup failed: ${problem}. Nothing was changed.`);
}
