import { existsSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { shellQuote } from "../../output/words/shell-quote.ts";

/** How a person calls git on a task's repository from where they are. */
export interface GitPlace {
  /** `git`, or with the folder where the person isn't in it. */
  git: string;
  /** Whether there is a checkout to merge a result into. */
  hasCheckout: boolean;
  /** Whether it is a folder that isn't on this machine, or isn't any more: nothing can be called in it. */
  isMissing: boolean;
  /** The folder in which the name of a kept result is a path. */
  keptFolder: string;
}

/** Of a repository that isn't a folder here, a person has a clone that we know nothing of. */
export function findGitPlace(
  repository: { vcs: string; url: string },
  { currentFolder, keptFolder }: { currentFolder: string; keptFolder: string },
): GitPlace {
  if (repository.vcs !== "local" || repository.url === "") {
    return { git: "git", hasCheckout: false, isMissing: false, keptFolder };
  }
  const { url } = repository;
  const isThere = enclosingRepository(currentFolder, url);
  const git = isThere ? "git" : `git -C ${shellQuote(url)}`;
  return { git, hasCheckout: existsSync(join(url, ".git")), isMissing: !existsSync(url), keptFolder };
}

/** Whether git finds that repository from the folder: it goes up to the first that has one. */
function enclosingRepository(folder: string, url: string): boolean {
  if (relative(folder, url) === "") {
    return true;
  }
  return !existsSync(join(folder, ".git")) && dirname(folder) !== folder && enclosingRepository(dirname(folder), url);
}
