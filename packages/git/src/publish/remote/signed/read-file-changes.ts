import { join } from "node:path";
import type { DirectCommit, UnsignedCommit } from "@catalyst/core";
import { PUSHED_LIMITS } from "../../../limits/process-limits.ts";
import type { ObjectReader } from "../../../objects/object-reader.ts";
import { readGitBytes } from "../../../run-git.ts";

const MAX_FILES = 1000;
/** Of all files together: they are held, and sent as text that is a third longer. */
const MAX_BYTES = 16 * 1024 * 1024;

interface Place {
  repositoryPath: string;
  mirror: string;
  reader: Pick<ObjectReader, "read">;
}

/**
 * What each commit does to files, where that is all that it does: to plain ones, by names that are text, one commit after the other. null:
 * there is a merge, a link, a program or a submodule among it, other words than a line and a text, or too much.
 */
export async function readFileChanges(
  place: Place,
  commits: readonly UnsignedCommit[],
): Promise<DirectCommit[] | null> {
  const read: DirectCommit[] = [];
  const room = { files: MAX_FILES, bytes: MAX_BYTES };
  for (const [index, { commit, tree, parents, message }] of commits.entries()) {
    const isNext = parents.length === 1 && (index === 0 || parents[0] === commits[index - 1]?.commit);
    const words = splitMessage(message);
    const changes =
      isNext && words !== null ? await readChanges(place, { commit, parent: parents[0] as string, room }) : null;
    if (changes === null || words === null) {
      return null;
    }
    read.push({ commit, tree, ...words, ...changes });
  }
  return read;
}

function splitMessage(message: string): Pick<DirectCommit, "headline" | "body"> | null {
  const text = message.trim();
  const end = text.indexOf("\n");
  const [headline, rest] = end === -1 ? [text, ""] : [text.slice(0, end), text.slice(end)];
  return headline === "" || (rest !== "" && !/^\n\n\S/.test(rest)) ? null : { headline, body: rest.slice(2) };
}

interface Wanted {
  commit: string;
  parent: string;
  room: { files: number; bytes: number };
}

async function readChanges(
  { repositoryPath, mirror, reader }: Place,
  { commit, parent, room }: Wanted,
): Promise<Pick<DirectCommit, "additions" | "deletions"> | null> {
  const env = { GIT_ALTERNATE_OBJECT_DIRECTORIES: join(mirror, "objects") };
  const args = ["diff-tree", "-r", "-z", "--no-renames", "--raw", "--no-abbrev", parent, commit];
  const entries = readEntries(await readGitBytes({ args, repositoryPath, env, limits: PUSHED_LIMITS }));
  room.files -= entries?.length ?? 0;
  if (entries === null || room.files < 0) {
    return null;
  }
  const additions: DirectCommit["additions"] = [];
  for (const { path, blob } of entries.filter(({ blob: added }) => added !== null)) {
    const bytes = await readBlob(reader, blob as string, room);
    if (bytes === null) {
      return null;
    }
    additions.push({ path, contents: bytes.toString("base64") });
  }
  return { additions, deletions: entries.filter(({ blob }) => blob === null).map(({ path }) => path) };
}

const PLAIN = "100644";
const ENTRY = /^:(\d{6}) (\d{6}) [0-9a-f]+ ([0-9a-f]+) ([ADM])$/;
/** What a deletion may take away. */
const FILES = new Set(["100644", "100755", "120000"]);

interface Entry {
  path: string;
  /** null: it is gone. */
  blob: string | null;
}

/** null: one of them is no plain file, or its name no text. */
function readEntries(output: Buffer): Entry[] | null {
  const text = output.toString("utf8");
  if (!Buffer.from(text).equals(output)) {
    return null;
  }
  const parts = text.split("\0").slice(0, -1);
  const entries: Entry[] = [];
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const [, before = "", after = "", blob = "", status] = ENTRY.exec(parts[at] ?? "") ?? [];
    const isPlain = status === "D" ? FILES.has(before) : after === PLAIN && (status === "A" || before === PLAIN);
    if (!isPlain) {
      return null;
    }
    entries.push({ path: parts[at + 1] ?? "", blob: status === "D" ? null : blob });
  }
  return entries;
}

async function readBlob(reader: Pick<ObjectReader, "read">, id: string, room: Wanted["room"]): Promise<Buffer | null> {
  const pieces: Buffer[] = [];
  await reader.read(id, (piece) => {
    room.bytes -= piece.length;
    if (room.bytes >= 0) {
      pieces.push(piece);
    }
  });
  return room.bytes < 0 ? null : Buffer.concat(pieces);
}
