import { PUSHED_LIMITS } from "../limits/process-limits.ts";
import { createObjectReader } from "../objects/object-reader.ts";
import { askGit, runGit } from "../run-git.ts";

export interface MergeOrder {
  /** A repository of ours that has both. */
  repositoryPath: string;
  /** The first parent, by whom the merge is, and of its time: the same becomes the same again. */
  into: string;
  other: string;
  /** The merge's message. */
  message: string;
}

/** Merges one commit into another without a working tree. The merge; null: the two conflict. */
export async function mergeCommits({ repositoryPath, into, other, message }: MergeOrder): Promise<string | null> {
  const args = ["merge-tree", "--write-tree", "--no-messages", into, other];
  const merged = await askGit({ args, repositoryPath, limits: PUSHED_LIMITS });
  const tree = merged.output.trim();
  return merged.ok && /^[0-9a-f]{40,64}$/.test(tree)
    ? writeMerge(repositoryPath, { tree, parents: [into, other], message })
    : null;
}

async function writeMerge(
  repositoryPath: string,
  { tree, parents, message }: { tree: string; parents: [string, string]; message: string },
): Promise<string> {
  const reader = createObjectReader({ repositoryPath });
  try {
    const { author, committer } = await reader.commit(parents[0]);
    const headers = [`tree ${tree}`, ...parents.map((parent) => `parent ${parent}`), `author ${author}`];
    const input = `${[...headers, `committer ${committer}`].join("\n")}\n\n${message}`;
    return (await runGit({ repositoryPath, args: ["hash-object", "-t", "commit", "-w", "--stdin"], input })).trim();
  } finally {
    reader.close();
  }
}
