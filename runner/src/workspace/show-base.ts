import { clearInstructions } from "./clear-instructions.ts";
import { fetchCommit } from "./clone-repository.ts";
import { createGit } from "./git.ts";
import type { Work } from "./own-repository.ts";

/**
 * For a review: brings what the change is for into the clone, and puts the files that instruct agents to what they are there;
 * there are no others. Who wrote the change says nothing to who reviews it but in what is reviewed.
 */
export async function showBase(work: Work, signal: AbortSignal): Promise<void> {
  const { reviewed } = work.job.repository;
  if (reviewed === null) {
    return;
  }
  const { baseCommit, instructionPaths } = reviewed;
  const git = createGit({ env: work.env, folder: work.repositoryPath, signal });
  await fetchCommit(git, baseCommit, signal);
  await clearInstructions(work.repositoryPath, instructionPaths);
  const nothing = await git.run("hash-object", "-t", "tree", "/dev/null");
  const between = ["diff", "--no-ext-diff", "--no-textconv", "--no-renames", "--name-only", "-z", nothing, baseCommit];
  const there = await git.exchange("", ...between, "--", ...instructionPaths.flatMap(toPathspecs));
  if (there.length > 0) {
    // Also what isn't checked out: agents look for it beyond the folders that they were given.
    const restore = ["restore", "--quiet", `--source=${baseCommit}`, "--worktree", "--ignore-skip-worktree-bits"];
    await git.exchange(there, "--literal-pathspecs", ...restore, "--pathspec-from-file=-", "--pathspec-file-nul");
  }
}

/** A place of the tree with all that is in it, in the root alone where it begins with a slash. */
function toPathspecs(place: string): string[] {
  const path = place.replace(/^\//, "").replaceAll(/[?[\\]/g, "\\$&");
  const start = place.startsWith("/") ? "" : "**/";
  return [`:(glob,icase)${start}${path}`, `:(glob,icase)${start}${path}/**`];
}
