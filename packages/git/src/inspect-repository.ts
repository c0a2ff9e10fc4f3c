import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { CatalystError } from "@catalyst/core";
import { askGit, toText } from "./run-git.ts";

/** What a person's repository is like. */
export interface RepositoryFacts {
  /** The folder of the checkout, or of the bare repository. */
  root: string;
  name: string;
  currentBranch: string | null;
  isBare: boolean;
  isDirty: boolean;
  isShallow: boolean;
  hasSubmodules: boolean;
}

/** Looks at a repository on this machine without changing it. Throws `not_found` or `invalid_input` with the way out. */
export async function inspectRepository(path: string): Promise<RepositoryFacts> {
  const found = await stat(path).catch(() => null);
  if (found === null) {
    throw new CatalystError(
      "not_found",
      `Opening the repository ${path} failed: there is no such folder. Check the path given with --repo.`,
    );
  }
  const isBare = (await ask(path, ["rev-parse", "--is-bare-repository"])) === "true";
  const root = await ask(path, ["rev-parse", isBare ? "--absolute-git-dir" : "--show-toplevel"]);
  if (root === null || root === "") {
    throw new CatalystError(
      "invalid_input",
      `Opening the repository ${path} failed: it is not a git repository. Make it one (git init, then commit), or give another with --repo.`,
    );
  }
  if ((await ask(path, ["rev-list", "--all", "--max-count=1"])) === "") {
    throw new CatalystError(
      "invalid_input",
      `Opening the repository ${root} failed: it has no commits, so there is nothing to start from. Commit something first: git commit`,
    );
  }
  return {
    root,
    name: basename(root).replace(/\.git$/, ""),
    currentBranch: await ask(path, ["symbolic-ref", "--quiet", "--short", "HEAD"]),
    isBare,
    isDirty: !isBare && (await ask(path, ["status", "--porcelain", "--ignore-submodules=all"])) !== "",
    isShallow: (await ask(path, ["rev-parse", "--is-shallow-repository"])) === "true",
    hasSubmodules: (await ask(path, ["cat-file", "-t", "HEAD:.gitmodules"])) === "blob",
  };
}

async function ask(path: string, args: string[]): Promise<string | null> {
  const { ok, output } = await askGit({ args: ["-C", path, ...args], repositoryPath: null });
  return ok ? toText(output).trim() : null;
}
