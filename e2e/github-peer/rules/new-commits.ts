import { runGit } from "../git/run-git.ts";
import type { RefChange } from "../git/watch-refs.ts";
import type { Repository } from "../state/repository.ts";

/** Commits that a change brings, and that no other branch has. */
export async function listNewCommits(
  { folder }: Repository,
  { ref, before, after }: RefChange,
  filters: readonly string[] = [],
): Promise<string[]> {
  if (after === null) {
    return [];
  }
  // The branch itself is moved already where a push is looked at.
  const others = [`--exclude=${ref.replace("refs/heads/", "")}`, "--branches"];
  const listed = await runGit(folder, ["rev-list", ...filters, after, "--not", ...(before ? [before] : []), ...others]);
  return listed.split("\n").filter((line) => line !== "");
}
