import { lstat } from "node:fs/promises";
import { join } from "node:path";
import type { BesideCommit } from "@catalyst/core";
import type { Git } from "../workspace/git.ts";
import { agentGit, createOwnRepository, findInAgents, type Work } from "../workspace/own-repository.ts";
import { findBeside } from "./beside/find-beside.ts";
import { chooseHead } from "./choose-head.ts";
import { commitLeftovers } from "./commit-leftovers.ts";
import { replaceGitlinks } from "./gitlinks/replace-gitlinks.ts";
import { isAncestor } from "./is-ancestor.ts";
import { openFolder, openFolders } from "./stage/open-folders.ts";

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
  const [git, { head, onBranch, isOnBranch }, unfinished] = await Promise.all([
    createOwnRepository(work, folder),
    readHead(work),
    describeUnfinished(work),
  ]);
  const notes = await ensureBase(git, work);
  notes.push(...(head === null ? [BROKEN_HISTORY] : unfinished));
  // A branch that was put back has no say of the history: what counts is the files that it was left with.
  const isPutBack = head === null || (isOnBranch && (await isAncestor(git, head, base)));
  const place = { work, own: folder };
  const last = isPutBack ? base : head;
  // Work that is there isn't given up for what is only beside it, or on top of it.
  const leftovers = await commitLeftovers(git, place, last).catch((error: Error) => ({
    ...{ commit: last, isNew: false, notes: [] },
    leftOut: [`what was left uncommitted (${error.message})`],
  }));
  const choice = await chooseHead(git, { base, candidates: [leftovers.commit, onBranch], head });
  const { head: chosen, others } = choice;
  const replaced = await replaceGitlinks(git, place, { base, head: chosen }).catch((error: Error) => ({
    head: chosen,
    notes: [`Repositories within the repository stay links in its commits: ${error.message}`],
  }));
  const beside = await findBeside(git, place, { taken: [chosen, replaced.head], others }).catch((error: Error) => ({
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

const BROKEN_HISTORY = "The agent removed or broke the repository's history: its files are taken as they are.";

interface AgentHead {
  /** null: there is no history any more, or no commit in it. */
  head: string | null;
  /** Where the job's branch is; null: it is gone. */
  onBranch: string | null;
  isOnBranch: boolean;
}

async function readHead(work: Work): Promise<AgentHead> {
  const git = agentGit(work);
  const format = "--format=%(objecttype) %(objectname) %(HEAD)";
  const [head, branch] = await Promise.all([
    git.ask("rev-parse", "--verify", "--quiet", "HEAD^{commit}"),
    git.ask("for-each-ref", format, `refs/heads/${work.job.repository.branch}`),
  ]);
  const [, onBranch = null, mark] = /^commit ([0-9a-f]+) ?(\*?)$/.exec(branch ?? "") ?? [];
  return { head, onBranch, isOnBranch: mark === "*" };
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
  const places = await findInAgents(work, ["MERGE_HEAD", "REBASE_HEAD"]);
  const isFile = await Promise.all(
    places.map((path) =>
      lstat(path).then(
        (found) => found.isFile(),
        () => false,
      ),
    ),
  );
  const what = ["merge", "rebase"].filter((_, index) => isFile[index]);
  return what.map((name) => `The agent left a ${name} unfinished: its files are taken as they are.`);
}
