import { mkdir, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { CatalystError, type Repo } from "@catalyst/core";
import { findRevision } from "./find-commit.ts";
import { mirrorPath } from "./paths.ts";
import { GitFailure, runGit, toText } from "./run-git.ts";

const refreshing = new Map<string, Promise<void>>();

/** Brings the mirror cache of a repository up to date, making it the first time. Those who ask at once wait for one fetch. */
export function refreshMirror(home: string, repo: Repo): Promise<void> {
  const path = mirrorPath(home, repo.id);
  const running = refreshing.get(path) ?? refresh(path, repo).finally(() => refreshing.delete(path));
  refreshing.set(path, running);
  return running;
}

async function refresh(path: string, repo: Repo): Promise<void> {
  await ensureBare(path);
  const refspecs = ["+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*"];
  try {
    await runGit({
      args: [
        "fetch",
        "--quiet",
        "--prune",
        "--no-tags",
        "--no-auto-gc",
        "--no-write-fetch-head",
        "--update-shallow",
        "--no-recurse-submodules",
        "--",
        repo.url,
        ...refspecs,
      ],
      repositoryPath: path,
    });
  } catch (error) {
    throw await explain(error, repo);
  }
}

/** A bare repository without hooks or templates; whole, or not there. */
export async function ensureBare(path: string): Promise<void> {
  if ((await stat(path).catch(() => null)) !== null) {
    return;
  }
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const fresh = `${path}.${process.pid}.new`;
  await rm(fresh, { recursive: true, force: true });
  await runGit({ args: ["init", "--quiet", "--bare", "--template=", "--", fresh], repositoryPath: null });
  await rename(fresh, path).catch(async (error: NodeJS.ErrnoException) => {
    // Another process was first; its repository is as good.
    await rm(fresh, { recursive: true, force: true });
    if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") {
      throw error;
    }
  });
}

async function explain(error: unknown, repo: Repo): Promise<unknown> {
  if (!(error instanceof GitFailure)) {
    return error;
  }
  if (repo.vcs === "local" && (await stat(repo.url).catch(() => null)) === null) {
    return new CatalystError(
      "not_found",
      `Reading the repository ${repo.url} failed: the folder is gone. Put it back, then try again.`,
      { cause: error },
    );
  }
  return new CatalystError(
    "unavailable",
    `Reading the repository ${repo.url} failed: ${error.message} Check that it is there and can be read without a password.`,
    { cause: error },
  );
}

/** The commit that a branch, tag or commit name means in the mirror. */
export async function resolveCommit(home: string, repo: Repo, revision: string): Promise<string> {
  const repositoryPath = mirrorPath(home, repo.id);
  const commit = await findRevision(repositoryPath, revision);
  if (commit !== null) {
    return commit;
  }
  const args = ["for-each-ref", "--count=20", "--format=%(refname:short)", "refs/heads"];
  const branches = toText(await runGit({ args, repositoryPath }));
  const known = branches.trim().split("\n").filter(Boolean).join(", ");
  throw new CatalystError(
    "not_found",
    `Finding "${revision}" in ${repo.url} failed: there is no such branch, tag or commit. Branches are: ${known || "none"}.`,
  );
}
