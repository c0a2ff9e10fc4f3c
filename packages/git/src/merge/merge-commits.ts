import { PUSHED_LIMITS } from "../limits/process-limits.ts";
import { createObjectReader } from "../objects/object-reader.ts";
import { askGit, runGit } from "../run-git.ts";

export interface MergeOrder {
  /** A repository of ours that has both. */
  repositoryPath: string;
  /** The first parent, by whom the merge is. */
  into: string;
  other: string;
  /** The merge's message. */
  message: string;
}

/** Merges one commit into another without a working tree. The merge, which becomes the same again; null: the two conflict. */
export async function mergeCommits({ repositoryPath, into, other, message }: MergeOrder): Promise<string | null> {
  const args = ["merge-tree", "--write-tree", "--no-messages", into, other];
  const merged = await askGit({ args, repositoryPath, limits: PUSHED_LIMITS });
  const tree = merged.output.trim();
  return merged.ok && /^[0-9a-f]{40,64}$/.test(tree)
    ? writeMerge(repositoryPath, { tree, parents: [into, other], message })
    : null;
}

/** Of the time of the newer of the two. */
async function writeMerge(
  repositoryPath: string,
  { tree, parents: [into, other], message }: { tree: string; parents: [string, string]; message: string },
): Promise<string> {
  const reader = createObjectReader({ repositoryPath });
  try {
    const [first, second] = [await reader.commit(into), await reader.commit(other)];
    const time = secondsOf(first.committer) < secondsOf(second.committer) ? timeOf(second.committer) : null;
    const at = (line: string) => (time === null ? line : line.replace(TIME, time));
    const headers = [`tree ${tree}`, `parent ${into}`, `parent ${other}`, `author ${at(first.author)}`];
    const input = `${[...headers, `committer ${at(first.committer)}`].join("\n")}\n\n${message}`;
    return (await runGit({ repositoryPath, args: ["hash-object", "-t", "commit", "-w", "--stdin"], input })).trim();
  } finally {
    reader.close();
  }
}

const TIME = /(\d{1,11}) [+-]\d{4}$/;

function timeOf(line: string): string | null {
  return TIME.exec(line)?.[0] ?? null;
}

function secondsOf(line: string): number {
  return Number(TIME.exec(line)?.[1] ?? 0);
}
