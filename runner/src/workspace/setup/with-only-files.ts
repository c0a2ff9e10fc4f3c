import { mkdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { matchesPath } from "@catalyst/core";
import { createGit } from "../git.ts";
import { splitNames } from "../name-files.ts";
import type { Work } from "../own-repository.ts";

export interface OnlyFiles<Result> {
  patterns: readonly string[];
  act: () => Promise<Result>;
}

/**
 * Acts while the repository's folder holds nothing but the files that the patterns mean, as they are in the commit to start
 * from: no others, and no repository, so that nothing else can be read or run. Says which of these files changed. The clone
 * must have nothing checked out yet.
 */
export async function withOnlyFiles<Result>(
  work: Work,
  { patterns, act }: OnlyFiles<Result>,
): Promise<{ result: Result; changed: string[] }> {
  const { repositoryPath, env, job } = work;
  const repository = join(repositoryPath, ".git");
  const aside = join(dirname(repositoryPath), ".repository.git");
  const index = join(dirname(repositoryPath), ".setup-index");
  await rm(index, { force: true });
  const git = createGit({ env: { ...env, GIT_INDEX_FILE: index }, folder: repositoryPath });
  const lines = splitNames(await git.exchange("", "ls-tree", "-r", "-z", "--full-tree", job.repository.baseCommit));
  const meant = lines.filter((line) => matchesPath(patterns, nameOf(line)));
  await git.exchange(
    Buffer.from(meant.map((line) => `${line}\0`).join(""), "latin1"),
    "update-index",
    "-z",
    "--index-info",
  );
  await git.run("checkout-index", "--all", "--force", "--index");
  await rename(repository, aside);
  const result = await act().finally(() => bringBack(aside, repository));
  await git.ask("update-index", "-q", "--refresh");
  const changed = splitNames(await git.exchange("", "diff-files", "--name-only", "-z"));
  await rm(index, { force: true });
  return { result, changed };
}

/** What was made in the repository's place meanwhile is not the repository. */
async function bringBack(aside: string, repository: string): Promise<void> {
  await rm(repository, { recursive: true, force: true });
  await mkdir(dirname(repository), { recursive: true });
  await rename(aside, repository);
}

function nameOf(line: string): string {
  return Buffer.from(line.slice(line.indexOf("\t") + 1), "latin1").toString("utf8");
}
