import { CatalystError } from "@catalyst/core/apart";
import { findCommit } from "../find-commit.ts";
import { askGit } from "../run-git.ts";
import type { Compared } from "./compare.ts";

/** What is compared of a change: forges show what came since it left its base; of two without a common past, all of it. Throws `not_found`. */
export async function findCompared({
  repositoryPath,
  baseCommit,
  headCommit,
}: {
  repositoryPath: string;
  baseCommit: string;
  headCommit: string;
}): Promise<Compared> {
  for (const commit of [baseCommit, headCommit]) {
    if ((await findCommit(repositoryPath, commit)) === null) {
      const words = `Comparing failed: the commit ${commit.slice(0, 12)} isn't there any more.`;
      throw new CatalystError("not_found", words);
    }
  }
  const { ok, output } = await askGit({ repositoryPath, args: ["merge-base", baseCommit, headCommit] });
  return { repositoryPath, from: ok ? output.trim() : baseCommit, to: headCommit };
}
