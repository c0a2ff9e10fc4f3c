import type { BranchCheck, BranchProblem, Publication, PublishBranchInput } from "@catalyst/core";
import { quarantinePath, resultPath } from "../paths.ts";
import { addObjects } from "./add-objects.ts";
import { explainFailure } from "./explain-failure.ts";
import { findBranchProblem, listDropped } from "./find-branch-problem.ts";
import { checkWritable, locateTarget, type Target } from "./locate-target.ts";
import { moveRef, type RefMoved } from "./move-ref.ts";
import { commitOf, readRef } from "./read-refs.ts";

/**
 * Makes the branch in the repository it is for. Only a ref and objects are added: checkout, index, HEAD and configuration
 * stay, no hook runs, and no setting of the repository decides what becomes of it. A branch that has the commit is as good.
 */
export function publishBranch(home: string, input: PublishBranchInput): Promise<Publication> {
  const { repo, branch, headCommit, baseCommit, previousCommit, ownCommits } = input;
  if (repo.vcs !== "local") {
    return Promise.resolve({ kind: "not_here" });
  }
  return explainFailure(`Making the branch ${branch} in ${repo.url}`, async () => {
    const target = await locateTarget(repo.url);
    const ref = `refs/heads/${branch}`;
    const source = resultPath(home, input.executionId);
    const from = commitOf(await readRef(target, ref));
    if (from !== null && (await hasCommit(target, { source, from, to: headCommit }))) {
      return { kind: "published" };
    }
    const move = { branch, from: previousCommit, to: headCommit, ownCommits, source };
    const problem = await findBranchProblem(target, move);
    if (problem !== null) {
      return { kind: "problem", problem };
    }
    await addObjects(target, { source, head: headCommit, base: baseCommit });
    const moved = await moveRef(target, { ref, from, to: headCommit });
    return moved.kind === "moved" ? confirm(target, ref, headCommit) : { kind: "problem", problem: toProblem(moved) };
  });
}

/** Whether a branch has the commit already: a person took it there. */
async function hasCommit(
  target: Target,
  { source, from, to }: { source: string; from: string; to: string },
): Promise<boolean> {
  return from === to || (await listDropped(target, { source, from: to, to: from })).length === 0;
}

/** What `publishBranch` would find in its way, asked before there is a result. */
export function findProblemBefore(home: string, input: BranchCheck): Promise<BranchProblem | null> {
  const { repo, branch, executionId, previousCommit, startCommit, ownCommits } = input;
  if (repo.vcs !== "local") {
    return Promise.resolve(null);
  }
  return explainFailure(`Looking at the branch ${branch} in ${repo.url}`, async () => {
    const source = quarantinePath(home, executionId);
    const move = { branch, from: previousCommit, to: startCommit, ownCommits, source };
    const target = await locateTarget(repo.url);
    await checkWritable(target);
    return findBranchProblem(target, move);
  });
}

async function confirm(target: Target, ref: string, commit: string): Promise<Publication> {
  const value = await readRef(target, ref);
  return commitOf(value) === commit
    ? { kind: "published" }
    : { kind: "problem", problem: { kind: "elsewhere", commit: commitOf(value) } };
}

function toProblem(moved: Exclude<RefMoved, { kind: "moved" }>): BranchProblem {
  return moved.kind === "locked" ? moved : { kind: "elsewhere", commit: commitOf(moved.value) };
}
