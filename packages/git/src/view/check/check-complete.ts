import { CatalystError } from "@catalyst/core/apart";
import { FETCH_LIMITS } from "../../limits/process-limits.ts";
import { askGit } from "../../run-git.ts";
import type { View } from "../open-view.ts";

/**
 * Makes sure that a repository which was cloned in parts has all of its parts by now: git would fetch what is missing as its
 * configuration says, which isn't followed here. Throws `unsupported` with the way out.
 */
export async function checkComplete(view: View, commit: string): Promise<void> {
  const args = ["rev-list", "--objects", "--quiet", "--branches", "--tags", commit];
  if (!view.format.isPartial) {
    return;
  }
  const where = { repositoryPath: view.path, as: view.reader, limits: FETCH_LIMITS };
  if (!(await askGit({ ...where, args })).ok) {
    throw partialClone(view);
  }
}

export function partialClone({ place }: View): CatalystError {
  return new CatalystError(
    "unsupported",
    `Opening the repository ${place.root} failed: it is a partial clone (--filter), and some of its files are only at its remote. Get them all, in it: git fetch --refetch --no-filter`,
  );
}
