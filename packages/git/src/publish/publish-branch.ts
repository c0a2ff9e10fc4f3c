import type { BranchCheck, BranchProblem, MadeBranch, PublishBranchInput } from "@catalyst/core";
import { quarantinePath, resultPath } from "../paths.ts";
import type { Reach } from "../remote/reach.ts";
import type { View } from "../view/open-view.ts";
import { addObjects, findObjects, type Objects } from "./add-objects.ts";
import { askTarget, checkWritable, withTarget } from "./open-target.ts";
import { findBranchProblem } from "./problems/find-branch-problem.ts";
import { listDropped } from "./refs/list-dropped.ts";
import { moveRef, type RefMoved } from "./refs/move-ref.ts";
import { commitOf, type RefValue, readRef, readRefs } from "./refs/read-refs.ts";
import { pushBranch } from "./remote/push-branch.ts";

/**
 * Makes the branch in the repository it is for. Only a ref and objects are added: checkout, index, HEAD and configuration
 * stay, no hook runs, and no setting of the repository decides what becomes of it. A branch that has the commit is as good.
 */
export function publishBranch(reach: Reach, input: PublishBranchInput): Promise<MadeBranch> {
  const { repo, branch, headCommit: head, baseCommit: base, previousCommit, ownCommits } = input;
  const { home } = reach;
  if (repo.vcs !== "local") {
    return pushBranch(reach, input);
  }
  return withTarget(repo.url, `Making the branch ${branch} in ${repo.url}`, async (target) => {
    const ref = `refs/heads/${branch}`;
    // What becomes of the refs meanwhile is found under the branch's lock.
    const refs = await bringObjects(target, input.ref, { source: resultPath(home, input.executionId), head, base });
    const from = commitOf(refs.get(ref));
    if (from !== null && (await askTarget(target, ["merge-base", "--is-ancestor", head, from])).ok) {
      return { kind: "published" };
    }
    const problem = await findBranchProblem(target, {
      ...{ branch, refs, ownCommits, from: previousCommit },
      listDropped: (commit) =>
        listDropped({ repositoryPath: target.path, as: target.reader }, { from: commit, to: head }),
    });
    const moved = problem === null ? await moveRef(target, { ref, from, to: head }) : null;
    // Another worker may have brought it there meanwhile: that is as good.
    if (moved?.kind === "moved" || commitOf(await readRef(target, ref)) === head) {
      return { kind: "published" };
    }
    return { kind: "problem", problem: problem ?? toProblem(moved as Exclude<RefMoved, { kind: "moved" }>) };
  });
}

/** Puts there what the commit needs, unless a ref of ours leads to it, which was made when all of that was there. The target's refs. */
async function bringObjects(
  target: View,
  standsAt: string | null | undefined,
  objects: Objects,
): Promise<Map<string, RefValue>> {
  if (standsAt == null) {
    const [refs, found] = await Promise.all([readRefs(target), findObjects(target, objects)]);
    await addObjects(target, objects, found);
    return refs;
  }
  const refs = await readRefs(target);
  if (commitOf(refs.get(standsAt)) !== objects.head) {
    await addObjects(target, objects, await findObjects(target, objects));
  }
  return refs;
}

/** What `publishBranch` would find in its way, asked before there is a result. */
export function findProblemBefore(home: string, input: BranchCheck): Promise<BranchProblem | null> {
  const { repo, branch, executionId, previousCommit, startCommit, ownCommits } = input;
  if (repo.vcs !== "local") {
    return Promise.resolve(null);
  }
  return withTarget(repo.url, `Looking at the branch ${branch} in ${repo.url}`, async (target) => {
    await checkWritable(target);
    const repositoryPath = quarantinePath(home, executionId);
    return findBranchProblem(target, {
      ...{ branch, refs: await readRefs(target), ownCommits, from: previousCommit },
      // The quarantine has the start, and by the mirror where the branch was when the start was decided.
      listDropped: (commit) => listDropped({ repositoryPath }, { from: commit, to: startCommit }),
    });
  });
}

function toProblem(moved: Exclude<RefMoved, { kind: "moved" }>): BranchProblem {
  return moved.kind === "locked" ? moved : { kind: "elsewhere", commit: commitOf(moved.value) };
}
