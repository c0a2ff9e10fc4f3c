import { lstat, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Git } from "../workspace/git.ts";
import { nameFiles, splitNames } from "../workspace/name-files.ts";
import type { Work } from "../workspace/own-repository.ts";

/** GitHub takes no larger file, and a push of it would fail as a whole. */
const MAX_FILE_BYTES = 100 * 1024 * 1024;

/** Commits what differs from `head`, ignored files left out. Returns `head` itself when nothing does. */
export async function commitLeftovers(
  git: Git,
  { job, repositoryPath }: Work,
  head: string,
): Promise<{ commit: string; notes: string[] }> {
  const folder = await lstat(repositoryPath).catch(() => null);
  if (!folder?.isDirectory()) {
    return { commit: head, notes: ["The agent removed the repository's folder: there are no left-over changes."] };
  }
  const { tree, notes } = await writeTree(git, { repositoryPath, head });
  if (tree === (await git.run("rev-parse", `${head}^{tree}`))) {
    return { commit: head, notes };
  }
  const commit = await git.exchange(`${job.leftoverCommitMessage}\n`, "commit-tree", tree, "-p", head, "-F", "-");
  return { commit: commit.toString("utf8").trim(), notes };
}

interface Place {
  repositoryPath: string;
  head: string;
}

/** The index that the agent left knows what it unstaged; a broken one is replaced. */
async function writeTree(git: Git, place: Place): Promise<{ tree: string; notes: string[] }> {
  try {
    const notes = await stage(git, place);
    return { tree: await git.run("write-tree"), notes };
  } catch {
    const indexPath = await git.run("rev-parse", "--git-path", "index");
    await rm(indexPath, { force: true });
    await git.run("read-tree", place.head);
    const notes = await stage(git, place);
    return { tree: await git.run("write-tree"), notes };
  }
}

/** Stages everything that can be, and says what can't. */
async function stage(git: Git, { repositoryPath }: Place): Promise<string[]> {
  const list = await git.exchange("", "ls-files", "-z", "--others", "--modified", "--exclude-standard");
  const names = splitNames(list);
  const nested = names.filter((name) => name.endsWith("/"));
  const large = await findLarge(names, repositoryPath);
  const left = [...nested, ...large].map((name) => `:(exclude,literal)${name.replace(/\/$/, "")}`);
  const notes = [
    ...nameFiles("Left out of the left-over changes, repositories inside the repository", nested),
    ...nameFiles("Left out of the left-over changes, files over 100 MiB", large),
  ];
  const pathspecs = Buffer.from([":/", ...left].join("\0"), "latin1");
  try {
    await git.exchange(
      pathspecs,
      ...["add", "--all", "--ignore-errors", "--pathspec-from-file=-", "--pathspec-file-nul"],
    );
  } catch (error) {
    // It has taken all the others.
    notes.push(`Not all left-over changes could be taken: ${(error as Error).message}`);
  }
  return notes;
}

async function findLarge(names: string[], repositoryPath: string): Promise<string[]> {
  const large: string[] = [];
  for (const name of new Set(names)) {
    const path = Buffer.concat([Buffer.from(join(repositoryPath, "/")), Buffer.from(name, "latin1")]);
    const found = await lstat(path).catch(() => null);
    if (found?.isFile() && found.size > MAX_FILE_BYTES) {
      large.push(name);
    }
  }
  return large;
}
