import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CatalystError } from "@catalyst/core";
import { findRevision } from "./find-commit.ts";
import { readFiles } from "./read-files.ts";
import type { RepositoryAddress } from "./repository-url.ts";
import { askGit, GitFailure, runGit } from "./run-git.ts";

export interface BaseFiles {
  address: RepositoryAddress;
  /** A branch, tag or commit that is there. */
  base: string;
  paths: string[];
  maxBytes: number;
}

/**
 * Small files of a repository at its base, before anything of it is on this machine. Throws like `readFiles` with
 * `mustBeReadable`, and `unavailable` when the repository can't be read.
 */
export async function readBaseFiles({ address, base, paths, maxBytes }: BaseFiles): Promise<Map<string, string>> {
  const read = async (repositoryPath: string) => {
    const commit = await resolveBase(repositoryPath, base);
    return readFiles({ repositoryPath, commit, paths, maxBytes, mustBeReadable: true });
  };
  if (address.vcs === "local") {
    const args = ["-C", address.url, "rev-parse", "--absolute-git-dir"];
    return read((await runGit({ args, repositoryPath: null })).trimEnd());
  }
  const folder = await mkdtemp(join(tmpdir(), "catalyst-base-"));
  try {
    await fetchBase(folder, { url: address.url, base, maxBytes });
    return await read(folder);
  } catch (cause) {
    if (!(cause instanceof GitFailure)) {
      throw cause;
    }
    throw new CatalystError(
      "unavailable",
      `Reading the repository ${address.url} failed: ${cause.message} Check that it is there and can be read without a password.`,
      { cause },
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function resolveBase(repositoryPath: string, base: string): Promise<string> {
  const commit = await findRevision(repositoryPath, base);
  if (commit === null) {
    throw new CatalystError("not_found", `Finding "${base}" failed: there is no such branch, tag or commit.`);
  }
  return commit;
}

/** Only the commit and its small files where the base is a branch or tag; a commit can't be asked for everywhere. */
async function fetchBase(folder: string, of: { url: string; base: string; maxBytes: number }): Promise<void> {
  await runGit({ args: ["init", "--quiet", "--bare", "--template=", "--", folder], repositoryPath: null });
  const fetch = (options: string[], refspecs: string[]) => [
    "fetch",
    "--quiet",
    "--no-tags",
    "--no-write-fetch-head",
    ...options,
    "--",
    of.url,
    ...refspecs,
  ];
  const little = ["--depth=1", `--filter=blob:limit=${of.maxBytes + 1}`];
  for (const ref of [`refs/heads/${of.base}`, `refs/tags/${of.base}`]) {
    if ((await askGit({ args: fetch(little, [`+${ref}:${ref}`]), repositoryPath: folder })).ok) {
      return;
    }
  }
  const everything = ["+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*"];
  await runGit({ args: fetch([], everything), repositoryPath: folder });
}
