import { lstat } from "node:fs/promises";
import { join } from "node:path";
import type { BesideCommit } from "@catalyst/core";
import type { Git } from "../workspace/git.ts";
import { type AgentParts, createOwnRepository, findParts, type Work } from "../workspace/own-repository.ts";
import { findBeside } from "./beside/find-beside.ts";
import { chooseHead } from "./choose-head.ts";
import { commitLeftovers } from "./commit-leftovers.ts";
import { listChangesSince, replaceGitlinks } from "./gitlinks/replace-gitlinks.ts";
import { readAgentRefs } from "./read-agent-refs.ts";
import { relateToBase } from "./relate-to-base.ts";
import { openFolder, openFolders } from "./stage/open-folders.ts";
import { type Looked, lookAtAll } from "./stage/stage-folder.ts";

export interface CollectedWork {
  /** Where the commits can be pushed from. */
  git: Git;
  /** The starting commit when nothing was done. */
  head: string;
  /** Whether its last commit is of changes that the agent left uncommitted. */
  hasLeftovers: boolean;
  /** What a person should know of how the result came to be. */
  notes: string[];
  /** What could not be taken, a few words each. */
  leftOut: string[];
  /** Commits of the agent that the result is without. */
  beside: BesideCommit[];
}

/**
 * All of the agent's work: what HEAD is at, else the job's branch, with left-over changes on top; and beside it what other
 * branches, tags, stashes and working trees have. History that the agent rewrote is taken as it is.
 */
export async function collectWork(work: Work, folder: string): Promise<CollectedWork> {
  await openRepository(work);
  const { baseCommit: base } = work.job.repository;
  const parts = findParts(work);
  const [git, refs, unfinished] = await Promise.all([
    createOwnRepository(work, folder, parts),
    readAgentRefs(work),
    describeUnfinished(await parts),
  ]);
  const { head, onBranch, isOnBranch } = refs;
  const looked = beginLook(git, work);
  const { notes: ofBase, relate, listChanges } = await knowBase(git, work, head);
  const notes = [...ofBase, ...(head === null ? [BROKEN_HISTORY] : unfinished)];
  // A branch that was put back has no say of the history: what counts is the files that it was left with.
  const isPutBack = head === null || (isOnBranch && (await relate(head)).isOld);
  const place = { work, own: folder };
  const last = isPutBack ? base : head;
  // What was looked at while the starting commit was gone says nothing.
  const withLook = { ...place, looked: ofBase.length === 0 ? looked : null };
  // Work that is there isn't given up for what is only beside it, or on top of it.
  const leftovers = await commitLeftovers(git, withLook, last).catch((error: Error) => ({
    ...{ commit: last, isNew: false, notes: [] },
    leftOut: [`what was left uncommitted (${error.message})`],
  }));
  const choice = await chooseHead({ base, candidates: [leftovers.commit, onBranch], head }, relate);
  const { head: chosen, others } = choice;
  const replaced = await replaceGitlinks(git, place, { base, head: chosen, listChanges }).catch((error: Error) => ({
    head: chosen,
    notes: [`Repositories within the repository stay links in its commits: ${error.message}`],
  }));
  const left = { refs, parts: await parts, taken: [chosen, replaced.head], others };
  const beside = await findBeside(git, place, left).catch((error: Error) => ({
    found: [],
    leftOut: [`what lies beside the branch (${error.message})`],
  }));
  return {
    git,
    head: replaced.head,
    hasLeftovers: leftovers.isNew && leftovers.commit === chosen,
    notes: [...notes, ...leftovers.notes, ...choice.notes, ...replaced.notes],
    leftOut: [...leftovers.leftOut, ...beside.leftOut],
    beside: beside.found,
  };
}

/** In folders that the agent closed, git finds neither commits nor what was left over. */
async function openRepository({ repositoryPath }: Work): Promise<void> {
  await openFolder(repositoryPath);
  await openFolders(join(repositoryPath, ".git"));
}

/** What the agent left in its files needs nothing of how its commits are to the start, which is asked meanwhile. null: a part that is checked out needs it. */
function beginLook(git: Git, { repositoryPath: folder, job }: Work): Promise<Looked> | null {
  const { sparsePaths } = job.repository;
  const looked = sparsePaths.length > 0 ? null : lookAtAll({ git, folder, sparsePaths });
  // Whoever waits for it hears of its failure.
  looked?.catch(() => undefined);
  return looked;
}

const BROKEN_HISTORY = "The agent removed or broke the repository's history: its files are taken as they are.";

/** Makes sure of the starting commit, and asks meanwhile how the head is to it and what changed since. `notes`: what a person should know. */
async function knowBase(git: Git, work: Work, head: string | null) {
  const { baseCommit: base } = work.job.repository;
  const ask = () => ({ relate: relateToBase(git, base), listChanges: listChangesSince(git, base) });
  const asked = ask();
  const asking = head === null ? [] : [asked.relate(head), asked.listChanges(head).catch(() => null)];
  const [notes] = await Promise.all([ensureBase(git, work), ...asking]);
  // What was answered of a base that wasn't there says nothing.
  return { notes, ...(notes.length === 0 ? asked : ask()) };
}

async function ensureBase(git: Git, { job, remote }: Work): Promise<string[]> {
  const { baseCommit } = job.repository;
  if ((await git.ask("rev-list", "--count", "--objects", "--max-count=1", baseCommit)) !== null) {
    return [];
  }
  await git.run("fetch", "--quiet", "--no-tags", "--update-shallow", "--no-write-fetch-head", "--", remote, baseCommit);
  return ["The starting commit was gone from the agent's repository; it was fetched again."];
}

async function describeUnfinished({ MERGE_HEAD, REBASE_HEAD }: AgentParts): Promise<string[]> {
  const [merge, rebase] = await Promise.all([isFile(MERGE_HEAD), isFile(REBASE_HEAD)]);
  const what = [...(merge ? ["merge"] : []), ...(rebase ? ["rebase"] : [])];
  return what.map((name) => `The agent left a ${name} unfinished: its files are taken as they are.`);
}

async function isFile(path: string | undefined): Promise<boolean> {
  const found = path === undefined ? null : await lstat(path).catch(() => null);
  return found?.isFile() ?? false;
}
