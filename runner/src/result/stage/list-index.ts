import type { Git } from "../../workspace/git.ts";
import { splitNames } from "../../workspace/name-files.ts";

/** A file or folder as an index has it. */
export interface IndexEntry {
  /** How `git ls-files -v` marks it: small letters stand for "assume unchanged", S for "skip". */
  mark: string;
  mode: string;
  object: string;
  name: string;
}

/** All that an index has. */
export async function listIndex(git: Git): Promise<IndexEntry[]> {
  const lines = splitNames(await git.exchange("", "ls-files", "-v", "--stage", "-z"));
  return lines.map((line) => {
    const end = line.indexOf("\t");
    const [mark = "", mode = "", object = ""] = line.slice(0, end).split(" ");
    return { mark, mode, object, name: line.slice(end + 1) };
  });
}
