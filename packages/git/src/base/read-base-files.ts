import { rm } from "node:fs/promises";
import { CatalystError } from "@catalyst/core";
import { makeTemporaryFolder } from "@catalyst/machine";
import { readFiles } from "../files/read-files.ts";
import { findRevision } from "../find-commit.ts";
import type { RepositoryAddress } from "../remote/repository-url.ts";
import { type Remote, runRemote } from "../remote/run-remote.ts";
import { type Identity, runGit } from "../run-git.ts";
import { withView } from "../view/open-view.ts";

export interface BaseFiles {
  address: RepositoryAddress;
  /** A branch, tag or commit that is there. */
  base: string;
  paths: string[];
  maxBytes: number;
  /** How one elsewhere is reached. */
  remote: Remote;
}

/**
 * Small files of a repository at its base, before anything of it is on this machine. Throws like `readFiles` with
 * `mustBeReadable`, `withView` and `runRemote`.
 */
export async function readBaseFiles(wanted: BaseFiles): Promise<Map<string, string>> {
  const { address } = wanted;
  if (address.vcs === "local") {
    return withView(address.url, ({ path, reader }) => readAt({ repositoryPath: path, as: reader }, wanted));
  }
  const folder = await makeTemporaryFolder("catalyst-base-");
  try {
    await fetchBase(folder, wanted);
    return await readAt({ repositoryPath: folder, as: null }, wanted);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function readAt(
  where: { repositoryPath: string; as: Identity | null },
  { address, base, paths, maxBytes }: BaseFiles,
): Promise<Map<string, string>> {
  const found = await findRevision(where.repositoryPath, base, where.as);
  if (found === null) {
    throw new CatalystError(
      "not_found",
      `Finding "${base}" in ${address.url} failed: there is no such branch, tag or commit.`,
    );
  }
  return readFiles({ ...where, commit: found.commit, paths, maxBytes, mustBeReadable: true });
}

/** Only the commit and its small files; all there is where a commit can't be asked for by its name. */
async function fetchBase(folder: string, wanted: BaseFiles): Promise<void> {
  const { base, maxBytes, remote } = wanted;
  await runGit({ args: ["init", "--quiet", "--bare", "--template=", "--", folder], repositoryPath: null });
  const fetch = (options: string[], refspecs: string[]) => {
    const quietly = ["fetch", "--quiet", "--no-tags", "--no-write-fetch-head"];
    const args = [...quietly, ...options, "--", remote.url, ...refspecs];
    return runRemote(remote, { args, repositoryPath: folder });
  };
  const little = ["--depth=1", `--filter=blob:limit=${maxBytes + 1}`];
  const isCommit = /^[0-9a-f]{40}$/.test(base);
  for (const ref of [...(isCommit ? [base] : []), `refs/heads/${base}`, `refs/tags/${base}`]) {
    const target = ref === base ? "refs/catalyst/base" : ref;
    const isThere = await fetch(little, [`+${ref}:${target}`]).then(
      () => true,
      () => false,
    );
    if (isThere) {
      return;
    }
  }
  await fetch([], ["+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*"]);
}
