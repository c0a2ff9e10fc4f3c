import { stat } from "node:fs/promises";
import type { DiffPiece, ReadDiffInput } from "@catalyst/core";
import { CatalystError } from "@catalyst/core/apart";
import { findCommit } from "../find-commit.ts";
import { VIEW_LIMITS } from "../limits/process-limits.ts";
import { streamGit } from "../objects/stream-git.ts";
import { mirrorPath, resultPath } from "../paths.ts";
import { GitFailure, type Identity } from "../run-git.ts";
import { withStoredRepository } from "../view/with-stored-repository.ts";
import { take } from "./take.ts";

/** Of one piece. */
const MAX_BYTES = 64 * 1024;
/** Comparing lines can take any time. */
const LIMITS = { ...VIEW_LIMITS, cpuSeconds: 20, seconds: 60 };
/** Lines of larger files aren't compared. */
const LARGE_FILE = "core.bigFileThreshold=2m";
const OPTIONS = ["-r", "-p", "--no-renames", "--no-ext-diff", "--no-textconv", "--no-color"];
const LINE_FEED = 0x0a;

interface Place {
  repositoryPath: string;
  as?: Identity | null;
}

/** A piece of what a result changes, from where it is kept, or else from the repository that has it. Throws `not_found` when neither does. */
export async function readDiff(home: string, input: ReadDiffInput): Promise<DiffPiece> {
  const { repo, executionId } = input;
  for (const repositoryPath of [resultPath(home, executionId), mirrorPath(home, repo.id)]) {
    const isThere = (await stat(repositoryPath).catch(() => null)) !== null;
    if (isThere && (await hasBoth({ repositoryPath }, input))) {
      return readPiece({ repositoryPath, as: null }, input);
    }
  }
  if (repo.vcs !== "local") {
    throw gone(input);
  }
  return withStoredRepository(repo.url, async ({ path: repositoryPath, reader: as }) => {
    if (!(await hasBoth({ repositoryPath, as }, input))) {
      throw gone(input);
    }
    return readPiece({ repositoryPath, as }, input);
  });
}

async function hasBoth({ repositoryPath, as = null }: Place, { baseCommit, headCommit }: ReadDiffInput) {
  const found = await Promise.all([baseCommit, headCommit].map((commit) => findCommit(repositoryPath, commit, as)));
  return !found.includes(null);
}

async function readPiece(place: Place, { baseCommit, headCommit, offset }: ReadDiffInput): Promise<DiffPiece> {
  const args = ["-c", LARGE_FILE, "diff-tree", ...OPTIONS, baseCommit, headCommit];
  const git = streamGit({ ...place, args, limits: LIMITS });
  git.stdin.end();
  const timer = setTimeout(git.stop, LIMITS.seconds * 1000);
  try {
    const bytes = await take(git.stdout, { offset, maxBytes: MAX_BYTES + 1 });
    if (bytes.length <= MAX_BYTES) {
      await git.end();
    }
    return pieceOf(bytes, offset);
  } catch (cause) {
    if (!(cause instanceof GitFailure)) {
      throw cause;
    }
    throw new CatalystError("unavailable", `Reading the diff failed: git didn't end it (${cause.message}).`, { cause });
  } finally {
    clearTimeout(timer);
    git.stop();
  }
}

/** Whole lines, unless one is longer than a piece. */
function pieceOf(bytes: Buffer, offset: number): DiffPiece {
  if (bytes.length <= MAX_BYTES) {
    return { text: textOf(bytes), nextOffset: null };
  }
  const end = bytes.subarray(0, MAX_BYTES).lastIndexOf(LINE_FEED) + 1 || MAX_BYTES;
  return { text: textOf(bytes.subarray(0, end)), nextOffset: offset + end };
}

/** A database takes no NUL in a text. */
function textOf(bytes: Buffer): string {
  return bytes.toString("utf8").replaceAll("\0", "\ufffd");
}

function gone({ headCommit }: ReadDiffInput): CatalystError {
  return new CatalystError(
    "not_found",
    `Reading the diff failed: the commit ${headCommit.slice(0, 10)} is neither kept nor in the repository any more.`,
  );
}
