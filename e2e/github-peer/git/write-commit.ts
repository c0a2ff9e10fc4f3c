import type { Signature } from "./read-commit.ts";
import { runGit } from "./run-git.ts";

export interface WishedCommit {
  tree: string;
  parents: readonly string[];
  message: string;
  author: Signature;
  committer: Signature;
}

/** Writes a commit that no ref names yet. */
export function writeCommit(
  folder: string,
  { tree, parents, message, author, committer }: WishedCommit,
): Promise<string> {
  const env = {
    ...{ GIT_AUTHOR_NAME: author.name, GIT_AUTHOR_EMAIL: author.email, GIT_AUTHOR_DATE: author.date },
    ...{ GIT_COMMITTER_NAME: committer.name, GIT_COMMITTER_EMAIL: committer.email, GIT_COMMITTER_DATE: committer.date },
  };
  const behind = parents.flatMap((parent) => ["-p", parent]);
  return runGit(folder, ["commit-tree", tree, ...behind], { env, input: message });
}
