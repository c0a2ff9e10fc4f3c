import { basename } from "node:path";
import { CatalystError } from "@catalyst/core/apart";
import { describeFailure } from "../describe-failure.ts";
import { GitFailure } from "../run-git.ts";
import { askView, runInView, type View } from "./open-view.ts";
import { hasUncommittedChanges } from "./uncommitted-changes.ts";

/** What a person's repository is like. */
export interface RepositoryFacts {
  name: string;
  /** null: HEAD is at a commit. */
  currentBranch: string | null;
  /** null: git couldn't tell. */
  isDirty: boolean | null;
  isShallow: boolean;
  hasSubmodules: boolean;
}

/** Looks at a repository on this machine without changing it. Throws `invalid_input` for one that has no commits. */
export async function inspectRepository(view: View): Promise<RepositoryFacts> {
  const { root } = view.place;
  await checkCommits(view);
  return {
    name: basename(root).replace(/\.git$/, ""),
    currentBranch: await askView(view, ["symbolic-ref", "--quiet", "--short", "HEAD"]),
    isDirty: await hasUncommittedChanges(view),
    isShallow: (await askView(view, ["rev-parse", "--is-shallow-repository"])) === "true",
    hasSubmodules: (await askView(view, ["cat-file", "-t", "HEAD:.gitmodules"])) === "blob",
  };
}

/** Throws `invalid_input` for a repository that has no commits. */
export async function checkCommits(view: View): Promise<void> {
  if (!(await hasCommits(view))) {
    throw new CatalystError(
      "invalid_input",
      `Opening the repository ${view.place.root} failed: it has no commits, so there is nothing to start from. Commit something first: git commit`,
    );
  }
}

async function hasCommits(view: View): Promise<boolean> {
  try {
    return (await runInView(view, ["rev-list", "--all", "--max-count=1"])) !== "";
  } catch (error) {
    if (!(error instanceof GitFailure)) {
      throw error;
    }
    throw new CatalystError(
      "unavailable",
      `Reading the repository ${view.place.root} failed: ${describeFailure(error)} See what is wrong, in it: git fsck`,
      { cause: error },
    );
  }
}
