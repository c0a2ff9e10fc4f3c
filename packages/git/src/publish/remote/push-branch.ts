import type { BranchProblem, MadeBranch, PublishBranchInput } from "@catalyst/core";
import { listRemoteRefs, type RemoteRefs } from "../../base/find-remote-base.ts";
import { refreshMirror } from "../../mirror/refresh-mirror.ts";
import { mirrorPath, resultPath } from "../../paths.ts";
import { type Reach, withRemote } from "../../remote/reach.ts";
import type { Remote } from "../../remote/run-remote.ts";
import { askGit } from "../../run-git.ts";
import { listDropped } from "../refs/list-dropped.ts";
import { bringOthers } from "./bring-others.ts";
import { makeLinear } from "./linear/make-linear.ts";
import { type Push, pushCommit } from "./push-commit.ts";
import { findBegun } from "./signed/find-begun.ts";
import { findSigned, goOnSigned, pushSigned } from "./signed/push-signed.ts";
import { waitOut } from "./wait-out.ts";
import { bringBase } from "./workflows/bring-base.ts";

const NAMED = 5;

/**
 * Makes the branch in a repository elsewhere, or moves it on, by the id of the commit that was checked; `not_here` where there
 * is nothing to do that with. Nobody's commit is lost: the branch is where it was looked at, or stays. Throws like `runRemote`.
 */
export function pushBranch(reach: Reach, input: PublishBranchInput): Promise<MadeBranch> {
  const access = { repo: input.repo, access: "write" } as const;
  return withRemote(access, reach, async (remote) => {
    if ((remote.authorisation ?? null) === null) {
      return { kind: "not_here" };
    }
    const push = input.isLinear === true ? pushLinear : pushTo;
    // What was pushed before an outage is found by whoever looks again.
    return waitOut(() => push(remote, { reach, input }));
  });
}

interface Wish {
  reach: Reach;
  input: PublishBranchInput;
}

async function pushLinear(remote: Remote, { reach, input }: Wish): Promise<MadeBranch> {
  const remade = await makeLinear(reach, input);
  const headCommit = remade.at(-1)?.published ?? input.headCommit;
  const made = await pushTo(remote, { reach, input: { ...input, headCommit } });
  if (made.kind !== "published") {
    return made;
  }
  const signed = new Map((made.remade ?? []).map(({ checked, published }) => [checked, published]));
  const names = remade.map(({ checked, published }) => ({ checked, published: signed.get(published) ?? published }));
  return remade.length === 0 ? made : { kind: "published", remade: names };
}

async function pushTo(remote: Remote, wish: Wish, isAgain = false): Promise<MadeBranch> {
  const { reach, input } = wish;
  const refs = await listRemoteRefs(remote);
  const from = refs.branches.get(input.branch) ?? null;
  // Another worker may have brought it there meanwhile: that is as good.
  const made = from === null ? null : await findMade({ remote, reach, input, from }, from);
  if (made !== null) {
    return made;
  }
  const begun = from === null ? null : await goOn({ remote, reach, input, from }, from);
  if (begun !== null) {
    return begun;
  }
  const problem = await findProblem(reach.home, input, refs);
  const planned = await planPush({ remote, reach, input, from }, problem);
  const outcome = planned.kind === "problem" ? planned : await pushOrBringBase(planned.push, refs);
  if (planned.kind === "problem" || outcome.kind !== "problem" || outcome.problem.kind !== "elsewhere") {
    return outcome;
  }
  // Somebody was faster: it is looked at once more from the beginning.
  return isAgain ? { kind: "problem", problem: { ...outcome.problem, isMoving: true } } : pushTo(remote, wish, true);
}

type Planned = { kind: "push"; push: Push } | { kind: "problem"; problem: BranchProblem };

/** What is pushed: the result, or, where others went on from where it began, the result with theirs. */
async function planPush(push: Push, problem: BranchProblem | null): Promise<Planned> {
  if (problem === null) {
    return { kind: "push", push };
  }
  if (problem.kind !== "elsewhere" || problem.commit === null) {
    return { kind: "problem", problem };
  }
  const previousCommit = problem.commit;
  const brought = await bringOthers(push, previousCommit);
  if (brought.kind !== "brought") {
    return { kind: "problem", problem: brought.kind === "onward" ? { ...problem, isOnward: true } : problem };
  }
  const input = { ...push.input, headCommit: brought.commit, previousCommit };
  return { kind: "push", push: { ...push, input } };
}

/** The branch as it is, where it has the result already; null: it hasn't. */
async function findMade(push: Push, at: string): Promise<MadeBranch | null> {
  const { reach, input } = push;
  if (await isContained(reach, input, at)) {
    return { kind: "published" };
  }
  const { signer = null, previousCommit } = input;
  const remade = signer === null || at === previousCommit ? null : await findSigned({ ...push, signer }, at);
  return remade === null ? null : { kind: "published", remade };
}

/** The branch with the rest of what a push that was broken off has begun on it; null: nothing was. */
async function goOn(push: Push, at: string): Promise<MadeBranch | null> {
  const { signer = null, previousCommit } = push.input;
  if (signer?.commit === undefined || at === previousCommit) {
    return null;
  }
  const begun = await findBegun({ ...push, signer }, at);
  return begun === null ? null : goOnSigned({ ...push, signer }, begun);
}

/** A branch whose workflow files are older than the default branch's is brought up to date, as it isn't taken otherwise. */
async function pushOrBringBase(wish: Push, { defaultBranch }: RemoteRefs): Promise<MadeBranch> {
  const outcome = await push(wish);
  const isOfWorkflows =
    outcome.kind === "problem" && outcome.problem.kind === "refused" && outcome.problem.by === "workflow";
  const merged = isOfWorkflows && defaultBranch !== null ? await bringBase(wish, defaultBranch) : null;
  if (merged === null) {
    return outcome;
  }
  const made = await push({ ...wish, input: { ...wish.input, headCommit: merged } });
  const remade = made.kind === "published" ? made.remade?.filter(({ checked }) => checked !== merged) : undefined;
  return remade === undefined ? made : { kind: "published", remade };
}

async function push(push: Push): Promise<MadeBranch> {
  const { input, from } = push;
  const { signer = null, headCommit: commit, branch } = input;
  const signed = signer === null ? null : await pushSigned({ ...push, signer });
  if (signed !== null) {
    return signed;
  }
  const problem = await pushCommit(push, { commit, ref: `refs/heads/${branch}`, from });
  return problem === null ? { kind: "published" } : { kind: "problem", problem };
}

/** Whether the branch is at the commit, or people went on from it. */
async function isContained(reach: Reach, { repo, headCommit }: PublishBranchInput, at: string): Promise<boolean> {
  if (at === headCommit) {
    return true;
  }
  const repositoryPath = mirrorPath(reach.home, repo.id);
  const isKnown = async (commit: string) => (await askGit({ args: ["cat-file", "-e", commit], repositoryPath })).ok;
  if (!(await isKnown(at))) {
    await refreshMirror(repo, reach);
  }
  return (await askGit({ args: ["merge-base", "--is-ancestor", headCommit, at], repositoryPath })).ok;
}

async function findProblem(
  home: string,
  { branch, previousCommit, headCommit, ownCommits, executionId }: PublishBranchInput,
  { branches }: RemoteRefs,
): Promise<BranchProblem | null> {
  const inTheWay = [...branches.keys()].find((name) => name.startsWith(`${branch}/`) || branch.startsWith(`${name}/`));
  if (inTheWay !== undefined) {
    return { kind: "name_conflict", ref: `refs/heads/${inTheWay}` };
  }
  const at = branches.get(branch) ?? null;
  if (at === null) {
    // Whoever deleted it meanwhile doesn't want it.
    return previousCommit === null ? null : { kind: "elsewhere", commit: null };
  }
  if (at !== previousCommit) {
    return { kind: "elsewhere", commit: at };
  }
  const own = new Set(ownCommits);
  const repositoryPath = resultPath(home, executionId);
  const isKnown = (await askGit({ args: ["cat-file", "-e", at], repositoryPath })).ok;
  // Of a history that isn't here nobody can say whose it is.
  const dropped = isKnown ? await listDropped({ repositoryPath }, { from: at, to: headCommit }) : [at];
  const others = dropped.filter((commit) => !(isKnown && own.has(commit))).slice(0, NAMED);
  return others.length === 0 ? null : { kind: "drops_commits", commits: others };
}
