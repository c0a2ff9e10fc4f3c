import { lstat, readdir } from "node:fs/promises";
import type { BesideCommit } from "@catalyst/core";
import { agentGit, createFolderGit, type Work } from "../../workspace/own-repository.ts";
import { keepBeyond } from "../stage/keep-beyond.ts";
import { stageFolder } from "../stage/stage-folder.ts";

const MAX_WORKING_TREES = 10;

interface Further {
  work: Work;
  /** The runner's own repository, which gets the objects. */
  own: string;
  /** Where git keeps what it knows of them. */
  linked: string | undefined;
}

/** What is in further working trees of the agent's repository, with what it left uncommitted there. */
export async function collectWorkingTrees({ work, own, linked }: Further): Promise<BesideCommit[]> {
  const collected: BesideCommit[] = [];
  const names = linked === undefined ? [] : await readdir(linked).catch(() => []);
  for (const { folder, head } of names.length === 0 ? [] : await listWorkingTrees(work)) {
    const entry = await lstat(folder).catch(() => null);
    const commit = entry?.isDirectory() ? await commitFolder({ work, own }, folder, head).catch(() => head) : head;
    collected.push({ name: folder, commit });
  }
  return collected;
}

async function listWorkingTrees(work: Work): Promise<{ folder: string; head: string }[]> {
  const list = (await agentGit(work).ask("worktree", "list", "--porcelain", "-z")) ?? "";
  const trees = list.split("\0\0").flatMap((entry) => {
    const [, folder] = /(?:^|\0)worktree ([^\0]+)/.exec(entry) ?? [];
    const [, head] = /\0HEAD ([0-9a-f]+)/.exec(entry) ?? [];
    return folder === undefined || head === undefined || folder === work.repositoryPath ? [] : [{ folder, head }];
  });
  return trees.slice(0, MAX_WORKING_TREES);
}

async function commitFolder({ work, own }: { work: Work; own: string }, folder: string, head: string): Promise<string> {
  const git = await createFolderGit(work, { own, folder, index: crypto.randomUUID() });
  await git.run("read-tree", head);
  const { baseCommit: base, sparsePaths } = work.job.repository;
  await keepBeyond(git, { sparsePaths, head }, true);
  const { tree } = await stageFolder({ work, own, folder, base, depth: 1, git, head, sparsePaths });
  if (tree === (await git.run("rev-parse", `${head}^{tree}`))) {
    return head;
  }
  const message = `${work.job.leftoverCommitMessage}\n`;
  return (await git.exchange(message, "commit-tree", tree, "-p", head, "-F", "-")).toString().trim();
}
