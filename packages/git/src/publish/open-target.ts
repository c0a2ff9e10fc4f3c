import { access, constants } from "node:fs/promises";
import { join } from "node:path";
import { PUSHED_LIMITS } from "../limits/process-limits.ts";
import { askGit } from "../run-git.ts";
import type { View } from "../view/open-view.ts";
import { withStoredRepository } from "../view/with-stored-repository.ts";
import { explainFailure } from "./problems/explain-failure.ts";

/**
 * Opens a person's repository to add something. `what` is done there, for the error. Throws like `withView`, `not_found` when
 * the repository is gone, and with the way out what the file system refuses.
 */
export function withTarget<Result>(
  url: string,
  what: string,
  work: (target: View) => Promise<Result>,
): Promise<Result> {
  return explainFailure(what, () => withStoredRepository(url, work));
}

/** Throws like a file operation when this user may not add objects and branches. */
export async function checkWritable({ place }: View): Promise<void> {
  for (const part of ["objects", "refs", "refs/heads"]) {
    await access(join(place.commonDir, part), constants.W_OK);
  }
}

/** Asks git about the target, with the rights of whoever may read it. */
export function askTarget({ path, reader }: View, args: string[]): Promise<{ ok: boolean; output: string }> {
  return askGit({ args, repositoryPath: path, as: reader, limits: PUSHED_LIMITS });
}
