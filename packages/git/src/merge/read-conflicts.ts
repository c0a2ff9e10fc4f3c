import type { ConflictingFile } from "@catalyst/core";
import { PUSHED_LIMITS } from "../limits/process-limits.ts";
import { streamGit } from "../objects/stream-git.ts";
import { GitFailure } from "../run-git.ts";
import { findHunks } from "./find-hunks.ts";

const MAX_LINE_BYTES = 64 * 1024;
const MAX_FILES = 1000;
const MAX_SHOWN_FILES = 20;
const MAX_FILE_BYTES = 1024 * 1024;
const MAX_TEXT = 32 * 1024;
/** Names as they are, but for those that have line ends. */
const UNQUOTED = ["-c", "core.quotePath=false"];

/** The files in which two commits conflict, some of them with the places. `leftOut`: how many of them aren't named. */
export async function readConflicts(
  repositoryPath: string,
  { into, other }: { into: string; other: string },
): Promise<{ files: ConflictingFile[]; leftOut: number }> {
  const [tree, ...paths] = await listConflicting(repositoryPath, { into, other });
  const files: ConflictingFile[] = [];
  let left = MAX_TEXT;
  for (const path of paths.slice(0, MAX_SHOWN_FILES)) {
    const text = left > 0 && tree !== undefined ? await readFile(repositoryPath, `${tree}:${path}`) : null;
    const hunks = text === null ? "" : findHunks(text, left);
    left -= hunks.length;
    files.push({ path, hunks });
  }
  return { files, leftOut: paths.length - files.length };
}

/** The tree that has them marked, and their names. git ends with 1 where it found some. */
async function listConflicting(repositoryPath: string, { into, other }: { into: string; other: string }) {
  const merge = ["merge-tree", "--write-tree", "--no-messages", "--name-only", into, other];
  const git = streamGit({ args: [...UNQUOTED, ...merge], repositoryPath, limits: PUSHED_LIMITS });
  git.stdin.end();
  const lines: string[] = [];
  for (let line = await git.bytes.line(MAX_LINE_BYTES); line !== null; line = await git.bytes.line(MAX_LINE_BYTES)) {
    if (line.length > 0 && lines.length <= MAX_FILES) {
      lines.push(line.toString("utf8"));
    }
  }
  await git.end().catch((error: unknown) => {
    if (!(error instanceof GitFailure)) {
      throw error;
    }
  });
  return lines;
}

/** A file as text; null: it isn't there, too large, or no text. */
async function readFile(repositoryPath: string, name: string): Promise<string | null> {
  const git = streamGit({ args: ["cat-file", "blob", name], repositoryPath, limits: PUSHED_LIMITS });
  git.stdin.end();
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of git.stdout) {
    length += (piece as Buffer).length;
    if (length > MAX_FILE_BYTES) {
      git.stop();
      return null;
    }
    pieces.push(piece as Buffer);
  }
  const isThere = await git.end().then(
    () => true,
    () => false,
  );
  const text = Buffer.concat(pieces).toString("utf8");
  return isThere && !text.includes("\0") ? text : null;
}
