import { runGit } from "./run-git.ts";

export interface Signature {
  name: string;
  email: string;
  date: string;
}

export interface Commit {
  sha: string;
  tree: string;
  parents: string[];
  author: Signature;
  committer: Signature;
  message: string;
}

const FORMAT = "%H%n%T%n%P%n%an%n%ae%n%aI%n%cn%n%ce%n%cI%n%B";

/** A commit as git has it; throws for what isn't one. */
export async function readCommit(folder: string, name: string): Promise<Commit> {
  const shown = await runGit(folder, ["show", "--no-patch", `--format=${FORMAT}`, "--end-of-options", name]);
  const [sha = "", tree = "", parents = "", ...more] = shown.split("\n");
  const [author = "", address = "", date = "", committer = "", email = "", committed = "", ...message] = more;
  return {
    ...{ sha, tree, parents: parents.split(" ").filter(Boolean), message: message.join("\n").trimEnd() },
    author: { name: author, email: address, date },
    committer: { name: committer, email, date: committed },
  };
}
