import type { BaseMerge, MergeBaseInput } from "@catalyst/core";
import { quarantinePath } from "../paths.ts";
import { askGit, runGit } from "../run-git.ts";
import { writeSearch } from "../secret-search/search-record.ts";
import { mergeCommits } from "./merge-commits.ts";
import { readConflicts } from "./read-conflicts.ts";

/** Merges the base into where an execution begins, in its quarantine, and puts its branch there as if it had pushed that. Twice is once. */
export async function mergeBase(home: string, input: MergeBaseInput): Promise<BaseMerge> {
  const { executionId, branch, startCommit: into, baseCommit: other, baseBranch } = input;
  const repositoryPath = quarantinePath(home, executionId);
  const args = ["merge-base", "--is-ancestor", other, into];
  if ((await askGit({ args, repositoryPath })).ok) {
    return { kind: "current" };
  }
  const message = `Merge ${baseBranch} into ${branch}\n`;
  const commit = await mergeCommits({ repositoryPath, into, other, message });
  if (commit === null) {
    return { kind: "conflicts", ...(await readConflicts(repositoryPath, { into, other })) };
  }
  // No environment was there yet: nothing in it can be a secret that one was given.
  await writeSearch(repositoryPath, commit, []);
  await runGit({ args: ["update-ref", `refs/heads/${branch}`, commit], repositoryPath });
  return { kind: "merged", commit };
}
