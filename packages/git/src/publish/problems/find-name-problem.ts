import type { BranchProblem, Repo } from "@catalyst/core";
import { checkWritable, withTarget } from "../open-target.ts";
import { commitOf, readRefs } from "../refs/read-refs.ts";
import { findCheckout } from "./checked-out.ts";
import { findNameConflict } from "./find-branch-problem.ts";

/**
 * What keeps a branch from being made (`isNew`) or moved on in a person's repository, as far as its name and the working
 * trees tell; null: nothing, or there is no repository on this machine. Throws `unavailable` where nothing can be written.
 */
export function findNameProblem(
  repo: Pick<Repo, "vcs" | "url">,
  { branch, isNew }: { branch: string; isNew: boolean },
): Promise<BranchProblem | null> {
  if (repo.vcs !== "local") {
    return Promise.resolve(null);
  }
  return withTarget(repo.url, `Making branches in ${repo.url}`, async (target) => {
    await checkWritable(target);
    const ref = `refs/heads/${branch}`;
    const refs = await readRefs(target);
    const inTheWay = findNameConflict(refs, ref);
    if (inTheWay !== null) {
      return { kind: "name_conflict", ref: inTheWay };
    }
    if (isNew && refs.has(ref)) {
      return { kind: "elsewhere", commit: commitOf(refs.get(ref)) };
    }
    const path = await findCheckout(target, branch);
    return path === null ? null : { kind: "checked_out", path, isForward: false };
  });
}
