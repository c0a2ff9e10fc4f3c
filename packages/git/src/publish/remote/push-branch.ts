import { type BranchProblem, CatalystError, type MadeBranch, type PublishBranchInput } from "@catalyst/core";
import { listRemoteRefs, type RemoteRefs } from "../../base/find-remote-base.ts";
import { refreshMirror } from "../../mirror/refresh-mirror.ts";
import { mirrorPath, resultPath } from "../../paths.ts";
import { type Reach, withRemote } from "../../remote/reach.ts";
import { type Remote, runRemote } from "../../remote/run-remote.ts";
import { askGit, GitFailure } from "../../run-git.ts";
import { listDropped } from "../refs/list-dropped.ts";
import { readRefusal } from "./read-refusal.ts";
import { waitOut } from "./wait-out.ts";

const NAMED = 5;
const QUIETLY = ["push", "--quiet", "--no-verify", "--no-signed", "--no-follow-tags", "--recurse-submodules=no"];

/**
 * Makes the branch in a repository elsewhere, or moves it on, by the id of the commit that was checked; `not_here` where there
 * is nothing to do that with. Nobody's commit is lost: the branch is where it was looked at, or stays. Throws like `runRemote`.
 */
export function pushBranch(reach: Reach, input: PublishBranchInput): Promise<MadeBranch> {
  const access = { repo: input.repo, access: "write" } as const;
  return withRemote(access, reach, async (remote) => {
    const isAllowed = (remote.authorisation ?? null) !== null;
    // What was pushed before an outage is found by whoever looks again.
    return isAllowed ? waitOut(() => pushTo(remote, { reach, input })) : { kind: "not_here" };
  });
}

async function pushTo(
  remote: Remote,
  { reach, input }: { reach: Reach; input: PublishBranchInput },
): Promise<MadeBranch> {
  const refs = await listRemoteRefs(remote);
  const at = refs.branches.get(input.branch) ?? null;
  if (at !== null && (await isContained(reach, input, at))) {
    return { kind: "published" };
  }
  const found = await findProblem(reach.home, input, refs);
  const problem = found ?? (await push(remote, { from: at, input, home: reach.home }));
  if (problem === null) {
    return { kind: "published" };
  }
  // Another worker may have brought it there meanwhile: that is as good.
  const now = (await listRemoteRefs(remote)).branches.get(input.branch) ?? null;
  if (now === input.headCommit) {
    return { kind: "published" };
  }
  return { kind: "problem", problem: problem.kind === "elsewhere" ? { kind: "elsewhere", commit: now } : problem };
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

interface Push {
  /** Where the branch must be; null: nowhere. */
  from: string | null;
  input: PublishBranchInput;
  home: string;
}

/** null: it is there. */
async function push(remote: Remote, { from, input, home }: Push): Promise<BranchProblem | null> {
  const ref = `refs/heads/${input.branch}`;
  const args = [...QUIETLY, `--force-with-lease=${ref}:${from ?? ""}`, "--", remote.url, `${input.headCommit}:${ref}`];
  try {
    await runRemote(remote, { args, repositoryPath: resultPath(home, input.executionId) });
    return null;
  } catch (error) {
    const { cause } = error as CatalystError;
    const refusal = error instanceof CatalystError && cause instanceof GitFailure ? readRefusal(cause.message) : null;
    if (refusal === null) {
      throw error;
    }
    return refusal.kind === "moved" ? { kind: "elsewhere", commit: from } : refusal;
  }
}
