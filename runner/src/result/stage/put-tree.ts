import type { Git } from "../../workspace/git.ts";
import { showName } from "../../workspace/name-files.ts";

/** Puts a tree in the place of a folder that the index doesn't have, or has as a link. */
export async function putTree(git: Git, name: string, tree: string): Promise<void> {
  await git.exchange(Buffer.from(`${name}\0`, "latin1"), "update-index", "--force-remove", "-z", "--stdin");
  await git.run("read-tree", `--prefix=${showName(name)}/`, tree);
}
