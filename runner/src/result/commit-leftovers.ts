import { lstat } from "node:fs/promises";
import type { Git } from "../workspace/git.ts";
import type { Work } from "../workspace/own-repository.ts";
import { type Looked, stageFolder } from "./stage/stage-folder.ts";

export interface Leftovers {
  commit: string;
  /** Whether it was made here. */
  isNew: boolean;
  notes: string[];
  /** What could not be taken, a few words each. */
  leftOut: string[];
}

/** Commits what differs from `head`, ignored files left out. The commit is `head` itself when nothing does. */
export async function commitLeftovers(
  git: Git,
  { work, own, looked }: { work: Work; own: string; looked: Promise<Looked> | null },
  head: string,
): Promise<Leftovers> {
  const found = await lstat(work.repositoryPath).catch(() => null);
  if (!found?.isDirectory()) {
    const note = "The agent removed the repository's folder: there are no left-over changes.";
    return { commit: head, isNew: false, notes: [note], leftOut: [] };
  }
  const { repositoryPath: folder, job } = work;
  const { baseCommit: base, sparsePaths } = job.repository;
  const [{ tree, notes, leftOut }, before] = await Promise.all([
    stageFolder({ work, own, folder, base, depth: 0, git, head, sparsePaths, ...(looked !== null && { looked }) }),
    git.run("rev-parse", `${head}^{tree}`),
  ]);
  if (tree === before) {
    return { commit: head, isNew: false, notes, leftOut };
  }
  const commit = await git.exchange(`${job.leftoverCommitMessage}\n`, "commit-tree", tree, "-p", head, "-F", "-");
  return { commit: commit.toString("utf8").trim(), isNew: true, notes, leftOut };
}
