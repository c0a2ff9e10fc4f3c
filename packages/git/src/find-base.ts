import { CatalystError } from "@catalyst/core";
import type { RepositoryAddress } from "./repository-url.ts";
import { askGit, GitFailure, runGit, toText } from "./run-git.ts";

const MAX_NAMED_BRANCHES = 20;

/**
 * The branch, tag or commit to start from: the one asked for if it is there, else the one that is checked out or, in a
 * repository elsewhere, its default branch. Throws `not_found` naming the branches, or `unavailable`.
 */
export async function findBase(address: RepositoryAddress, asked: string | null): Promise<string> {
  return address.vcs === "local" ? findLocalBase(address.url, asked) : findRemoteBase(address.url, asked);
}

async function findLocalBase(path: string, asked: string | null): Promise<string> {
  if (asked === null) {
    const head = await askGit({
      args: ["-C", path, "symbolic-ref", "--quiet", "--short", "HEAD"],
      repositoryPath: null,
    });
    if (!head.ok) {
      throw new CatalystError(
        "invalid_input",
        `Choosing where to start in ${path} failed: its checkout is on no branch (detached HEAD). Name a branch, tag or commit: --base main`,
      );
    }
    return toText(head.output).trim();
  }
  for (const name of [`refs/heads/${asked}`, `refs/tags/${asked}`, asked]) {
    const args = ["-C", path, "rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`];
    if ((await askGit({ args, repositoryPath: null })).ok) {
      return asked;
    }
  }
  const args = ["-C", path, "for-each-ref", `--count=${MAX_NAMED_BRANCHES}`, "--format=%(refname:short)", "refs/heads"];
  throw missing(
    asked,
    path,
    toText(await runGit({ args, repositoryPath: null }))
      .trim()
      .split("\n"),
  );
}

async function findRemoteBase(url: string, asked: string | null): Promise<string> {
  const { defaultBranch, branches, tags } = await listRefs(url);
  if (asked === null) {
    if (defaultBranch === null) {
      throw new CatalystError(
        "invalid_input",
        `Choosing where to start in ${url} failed: it names no default branch. Name one: --base main`,
      );
    }
    return defaultBranch;
  }
  const isCommit = /^[0-9a-f]{7,64}$/.test(asked);
  if (branches.includes(asked) || tags.includes(asked) || isCommit) {
    return asked;
  }
  throw missing(asked, url, branches);
}

async function listRefs(url: string): Promise<{ defaultBranch: string | null; branches: string[]; tags: string[] }> {
  let output: string;
  try {
    const args = ["ls-remote", "--symref", "--", url, "HEAD", "refs/heads/*", "refs/tags/*"];
    output = toText(await runGit({ args, repositoryPath: null }));
  } catch (cause) {
    if (!(cause instanceof GitFailure)) {
      throw cause;
    }
    throw new CatalystError(
      "unavailable",
      `Reading the repository ${url} failed: ${cause.message} Check that it is there and can be read without a password.`,
      { cause },
    );
  }
  const names = (prefix: string) =>
    [...output.matchAll(new RegExp(`\\t${prefix}(.+)$`, "gm"))].map(([, name]) => name as string);
  return {
    defaultBranch: /^ref: refs\/heads\/(.+)\tHEAD$/m.exec(output)?.[1] ?? null,
    branches: names("refs/heads/"),
    tags: names("refs/tags/"),
  };
}

function missing(asked: string, where: string, branches: string[]): CatalystError {
  const known = branches.filter(Boolean).slice(0, MAX_NAMED_BRANCHES).join(", ") || "none";
  return new CatalystError(
    "not_found",
    `Finding "${asked}" in ${where} failed: there is no such branch, tag or commit. Branches are: ${known}.`,
  );
}
