import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { ENVIRONMENT_PATHS } from "@catalyst/core";
import { outlastOutage } from "../gateway/outage.ts";
import { fetchBeside } from "./fetch-beside.ts";
import { createGit, type Git } from "./git.ts";
import type { Work } from "./own-repository.ts";
import { writeClone } from "./write-clone.ts";

/**
 * An ordinary clone with the gateway as its remote, with nothing checked out. Objects that the mirror beside it has are borrowed; without one they all come through the gateway. Whatever prepares the repository
 * otherwise replaces this one step.
 */
export async function cloneRepository(work: Work, signal: AbortSignal): Promise<Git> {
  const { repositoryPath, env, remote } = work;
  const git = createGit({ env, folder: repositoryPath, signal });
  const options = ["--quiet", "--no-checkout", "--no-tags", "--reference-if-able", ENVIRONMENT_PATHS.mirror];
  const begin = async () => {
    // What a clone that was cut off left would be in the way of the next.
    await rm(repositoryPath, { recursive: true, force: true });
    await mkdir(repositoryPath, { recursive: true });
  };
  const clone = async (act: (command: string, ...args: string[]) => Promise<unknown>) => {
    await begin();
    return act("clone", ...options, "--", remote, ".");
  };
  await begin();
  const isWritten = await writeClone({ mirror: ENVIRONMENT_PATHS.mirror, folder: repositoryPath, remote });
  if (!isWritten && !(await clone((...args) => fetchBeside(git, remote, args)))) {
    await outlastOutage(() => clone(git.run), { signal });
  }
  return git;
}

/** Brings a clone that was made for an earlier execution to where this one starts; what isn't tracked in it stays. */
export async function renewRepository(work: Work, signal: AbortSignal): Promise<void> {
  const { repositoryPath, env, remote } = work;
  const git = createGit({ env, folder: repositoryPath, signal });
  await forgetHistory(git, join(repositoryPath, ".git"));
  const fetch = ["fetch", "--quiet", "--no-tags", "--update-shallow", "--prune", "origin"] as const;
  if (!(await fetchBeside(git, remote, fetch))) {
    await outlastOutage(() => git.run(...fetch), { signal });
  }
  await checkOutStart(git, work, signal);
}

/**
 * What the earlier execution had may be dropped from its repository since: it is not to be seen here, and git fetches nothing
 * beside refs that lead nowhere. Where the mirror's objects are stays known.
 */
async function forgetHistory(git: Git, gitFolder: string): Promise<void> {
  const refs = await git.run("for-each-ref", "--format=%(if)%(symref)%(then)%(else)delete %(refname)%(end)");
  await git.exchange(`${refs.split("\n").filter(Boolean).join("\n")}\n`, "update-ref", "--no-deref", "--stdin");
  const objects = (await readdir(join(gitFolder, "objects"))).filter((name) => name !== "info");
  for (const name of ["logs", "shallow", ...objects.map((part) => join("objects", part))]) {
    await rm(join(gitFolder, name), { recursive: true, force: true });
  }
}

/**
 * The job's branch at the commit to start from, with all tracked files as they are there. Nearly always the commit is there:
 * it is asked for when git finds it isn't.
 */
export async function checkOutStart(git: Git, work: Work, signal: AbortSignal): Promise<void> {
  const { branch, baseCommit, sparsePaths } = work.job.repository;
  if (sparsePaths.length > 0) {
    await git.run("sparse-checkout", "set", "--cone", "--skip-checks", "--end-of-options", ...sparsePaths);
  }
  const checkOut = ["checkout", "--quiet", "--force", "--no-track", "-B", branch, baseCommit];
  if ((await git.ask(...checkOut)) === null) {
    await fetchCommit(git, baseCommit, signal);
    await git.run(...checkOut);
  }
}

/** Brings a commit that the execution may see into the clone, where it isn't there. */
export async function fetchCommit(git: Git, commit: string, signal: AbortSignal): Promise<void> {
  if ((await git.ask("cat-file", "-e", `${commit}^{commit}`)) !== null) {
    return;
  }
  const fetch = ["fetch", "--quiet", "--no-tags", "--update-shallow", "origin", commit];
  await outlastOutage(() => git.run(...fetch), { signal }).catch((cause: Error) => {
    throw new Error(`Fetching the commit ${commit.slice(0, 12)} failed: ${cause.message}`, { cause });
  });
}

/** What a person should know of the repository as it is checked out. */
export async function describeMissing(repositoryPath: string): Promise<string[]> {
  const read = (name: string) => readFile(join(repositoryPath, name), "utf8").catch(() => "");
  const notes: string[] = [];
  if ((await read(".gitmodules")).includes("[submodule")) {
    notes.push("The repository has submodules: their folders are empty here, as they aren't fetched.");
  }
  if (/\bfilter=lfs\b/.test(await read(".gitattributes"))) {
    notes.push("The repository uses Git LFS: its files are pointers here, as LFS isn't installed.");
  }
  return notes;
}
