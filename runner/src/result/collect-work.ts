import type { Git } from "../workspace/git.ts";
import { agentGit, createOwnRepository, type Work } from "../workspace/own-repository.ts";
import { commitLeftovers } from "./commit-leftovers.ts";

export interface CollectedWork {
  /** Where the commits can be pushed from. */
  git: Git;
  /** The starting commit when nothing was done. */
  head: string;
  /** Whether its last commit is of changes that the agent left uncommitted. */
  hasLeftovers: boolean;
  /** What a person should know of how the result came to be. */
  notes: string[];
}

/**
 * The agent's work as one commit beyond the start: what HEAD is at, else the job's branch, with left-over changes on top.
 * Rejects when the work doesn't descend from the starting commit.
 */
export async function collectWork(work: Work, folder: string): Promise<CollectedWork> {
  const git = await createOwnRepository(work, folder);
  const { baseCommit, branch } = work.job.repository;
  const head = await agentGit(work).ask("rev-parse", "--verify", "--quiet", "HEAD^{commit}");
  const notes = await ensureBase(git, work);
  if (head === null) {
    const note = "The agent removed or broke the repository's history: its files are taken as they are.";
    return finish(git, { work, start: baseCommit, notes: [...notes, note] });
  }
  notes.push(...(await describeUnfinished(work)));
  const descends = await isAncestor(git, baseCommit, head);
  if (descends && head !== baseCommit) {
    return finish(git, { work, start: head, notes });
  }
  const onBranch = await agentGit(work).ask("rev-parse", "--verify", "--quiet", `refs/heads/${branch}^{commit}`);
  if (onBranch !== null && onBranch !== baseCommit && (await isAncestor(git, baseCommit, onBranch))) {
    notes.push(`The agent left ${branch} for another commit: the branch is taken, uncommitted changes are not.`);
    return { git, head: onBranch, hasLeftovers: false, notes };
  }
  if (descends) {
    return finish(git, { work, start: head, notes });
  }
  if (await isAncestor(git, head, baseCommit)) {
    notes.push("The agent left the repository at an older commit: there is nothing new to take.");
    return { git, head: baseCommit, hasLeftovers: false, notes };
  }
  throw new Error(`The agent's commit ${head} doesn't descend from the starting commit ${baseCommit}.`);
}

async function finish(git: Git, input: { work: Work; start: string; notes: string[] }): Promise<CollectedWork> {
  const { commit, notes } = await commitLeftovers(git, input.work, input.start);
  return { git, head: commit, hasLeftovers: commit !== input.start, notes: [...input.notes, ...notes] };
}

function isAncestor(git: Git, ancestor: string, commit: string): Promise<boolean> {
  return git.ask("merge-base", "--is-ancestor", ancestor, commit).then((answer) => answer !== null);
}

async function ensureBase(git: Git, { job, remote }: Work): Promise<string[]> {
  const { baseCommit } = job.repository;
  if ((await git.ask("rev-list", "--count", "--objects", "--max-count=1", baseCommit)) !== null) {
    return [];
  }
  await git.run("fetch", "--quiet", "--no-tags", "--update-shallow", "--no-write-fetch-head", "--", remote, baseCommit);
  return ["The starting commit was gone from the agent's repository; it was fetched again."];
}

async function describeUnfinished(work: Work): Promise<string[]> {
  const merge = await agentGit(work).ask("rev-parse", "--verify", "--quiet", "MERGE_HEAD");
  const rebase = await agentGit(work).ask("rev-parse", "--verify", "--quiet", "REBASE_HEAD");
  const what = [merge === null ? [] : ["merge"], rebase === null ? [] : ["rebase"]].flat();
  return what.map((name) => `The agent left a ${name} unfinished: its files are taken as they are.`);
}
