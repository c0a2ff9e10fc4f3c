import type { KeepInput } from "@catalyst/core";
import { resultPath } from "../../paths.ts";
import { addObjects, findObjects } from "../add-objects.ts";
import { withTarget } from "../open-target.ts";
import { findNameConflict } from "../problems/find-branch-problem.ts";
import { moveRef } from "./move-ref.ts";
import { commitOf, readRefs } from "./read-refs.ts";

/** Lets a commit stand in a person's repository under a ref that is made once and never moved. */
export function keepInRepository(home: string, input: KeepInput): Promise<boolean> {
  const { repo, ref, headCommit: head, baseCommit: base } = input;
  if (repo.vcs !== "local") {
    return Promise.resolve(false);
  }
  return withTarget(repo.url, `Making ${ref} in ${repo.url}`, async (target) => {
    const [refs, found] = await Promise.all([readRefs(target), findObjects(target, { head, base })]);
    if (refs.has(ref) || findNameConflict(refs, ref) !== null) {
      return commitOf(refs.get(ref)) === head;
    }
    await addObjects(target, { source: resultPath(home, input.executionId), head, base }, found);
    return (await moveRef(target, { ref, from: null, to: head })).kind === "moved";
  });
}
