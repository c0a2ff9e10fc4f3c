import type { ReadPatchesInput } from "@catalyst/core";
import { CatalystError } from "@catalyst/core/apart";
import { isPlainPath } from "../files/plain-path.ts";
import { findCommit } from "../find-commit.ts";
import { VIEW_LIMITS } from "../limits/process-limits.ts";
import { streamGit } from "../objects/stream-git.ts";
import { askGit, GitFailure } from "../run-git.ts";
import { take } from "./take.ts";

/** Comparing lines can take any time. */
const LIMITS = { ...VIEW_LIMITS, cpuSeconds: 20, seconds: 60 };
/** Of the list of files that a change has; renames in a longer one aren't followed. */
const MAX_LIST_BYTES = 8 * 1024 * 1024;
/** Of one file's patch: forges show less. */
const MAX_PATCH_BYTES = 1024 * 1024;
const LARGE_FILE = "core.bigFileThreshold=2m";
const OPTIONS = ["-r", "--find-renames", "--no-ext-diff", "--no-textconv", "--no-color"];

export type ReadPatches = Omit<ReadPatchesInput, "repo" | "executionId"> & { repositoryPath: string };

/** What a change makes of files, by their names; see the port. */
export async function readPatches({ paths, ...of }: ReadPatches): Promise<Map<string, string>> {
  const { repositoryPath, baseCommit, headCommit } = of;
  for (const commit of [baseCommit, headCommit]) {
    if ((await findCommit(repositoryPath, commit)) === null) {
      const words = `Comparing failed: the commit ${commit.slice(0, 12)} isn't there any more.`;
      throw new CatalystError("not_found", words);
    }
  }
  // Forges show what came since a change left its base; of two without a common past, all of it.
  const { ok, output } = await askGit({ repositoryPath, args: ["merge-base", baseCommit, headCommit] });
  const compared = { repositoryPath, from: ok ? output.trim() : baseCommit, to: headCommit };
  const formerNames = await readRenames(compared);
  const patches = new Map<string, string>();
  for (const path of paths.filter(isPlainPath)) {
    const former = formerNames.get(path);
    const patch = await readPatch(compared, former === undefined ? [path] : [path, former]);
    if (patch !== "") {
      patches.set(path, patch);
    }
  }
  return patches;
}

interface Compared {
  repositoryPath: string;
  from: string;
  to: string;
}

/** What renamed files were called before, by their new names. */
async function readRenames(compared: Compared): Promise<Map<string, string>> {
  const list = await run(compared, { options: ["-z", "--name-status"], paths: [], maxBytes: MAX_LIST_BYTES });
  const fields = list?.split("\0") ?? [];
  const names = new Map<string, string>();
  for (let at = 0; at + 1 < fields.length; ) {
    const isRenamed = fields[at]?.startsWith("R") === true;
    if (isRenamed) {
      names.set(fields[at + 2] ?? "", fields[at + 1] ?? "");
    }
    at += isRenamed ? 3 : 2;
  }
  return names;
}

/** Empty: the change doesn't touch it, or it is too much to be compared. */
async function readPatch(compared: Compared, paths: readonly string[]): Promise<string> {
  return (await run(compared, { options: ["-p"], paths, maxBytes: MAX_PATCH_BYTES })) ?? "";
}

/** null: it is longer than that. */
async function run(
  { repositoryPath, from, to }: Compared,
  { options, paths, maxBytes }: { options: string[]; paths: readonly string[]; maxBytes: number },
): Promise<string | null> {
  const args = ["-c", LARGE_FILE, "--literal-pathspecs", "diff-tree", ...OPTIONS, ...options, from, to, "--", ...paths];
  const git = streamGit({ repositoryPath, args, limits: LIMITS });
  git.stdin.end();
  const timer = setTimeout(git.stop, LIMITS.seconds * 1000);
  try {
    const bytes = await take(git.stdout, { offset: 0, maxBytes: maxBytes + 1 });
    if (bytes.length > maxBytes) {
      return null;
    }
    await git.end();
    return bytes.toString("utf8");
  } catch (cause) {
    if (!(cause instanceof GitFailure)) {
      throw cause;
    }
    throw new CatalystError("unavailable", `Comparing failed: git didn't end it (${cause.message}).`, { cause });
  } finally {
    clearTimeout(timer);
    git.stop();
  }
}
