import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { ENVIRONMENT_PATHS } from "@catalyst/core";
import { createGit, type Git } from "./git.ts";
import type { Work } from "./own-repository.ts";

/**
 * An ordinary clone with the gateway as its remote, on the job's branch at the commit to start from. Objects that the
 * mirror beside it has are borrowed; without one they all come through the gateway. Returns what a person should know of
 * it. Whatever prepares the repository otherwise replaces this one step.
 */
export async function cloneRepository(work: Work, signal: AbortSignal): Promise<string[]> {
  const { repositoryPath, env, remote } = work;
  await mkdir(repositoryPath, { recursive: true });
  const git = createGit({ env, folder: repositoryPath, signal });
  const borrowing = ["--reference-if-able", ENVIRONMENT_PATHS.mirror];
  await git.run("clone", "--quiet", "--no-checkout", "--no-tags", ...borrowing, "--", remote, ".");
  await checkOutStart(git, work);
  return describeMissing(repositoryPath);
}

/** Brings a clone that was made for an earlier execution to where this one starts; what isn't tracked in it stays. */
export async function renewRepository(work: Work, signal: AbortSignal): Promise<string[]> {
  const { repositoryPath, env } = work;
  const git = createGit({ env, folder: repositoryPath, signal });
  await git.run("fetch", "--quiet", "--no-tags", "--prune", "origin");
  await checkOutStart(git, work);
  const branches = await git.run("for-each-ref", "--format=%(refname:short)", "refs/heads");
  const old = branches.split("\n").filter((name) => name !== "" && name !== work.job.repository.branch);
  if (old.length > 0) {
    await git.run("branch", "--quiet", "-D", "--", ...old);
  }
  return describeMissing(repositoryPath);
}

/** The job's branch at the commit to start from, with all tracked files as they are there. */
export async function checkOutStart(git: Git, { job }: Work): Promise<void> {
  const { branch, baseCommit } = job.repository;
  if ((await git.ask("cat-file", "-e", `${baseCommit}^{commit}`)) === null) {
    await git.run("fetch", "--quiet", "--no-tags", "origin", baseCommit);
  }
  await git.run("checkout", "--quiet", "--force", "--no-track", "-B", branch, baseCommit);
}

async function describeMissing(repositoryPath: string): Promise<string[]> {
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
