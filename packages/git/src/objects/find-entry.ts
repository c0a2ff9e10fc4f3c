import type { ObjectReader } from "./object-reader.ts";
import { FOLDER_MODE, type TreeEntry } from "./parse-tree.ts";

/** What a tree has at a path of plain names; null: nothing. */
export async function findEntry(
  reader: Pick<ObjectReader, "tree">,
  tree: string,
  path: string,
): Promise<TreeEntry | null> {
  const [name, ...rest] = path.split("/");
  const entry = [...(await reader.tree(tree)).values()].find((one) => one.name === name) ?? null;
  if (rest.length === 0 || entry === null) {
    return entry;
  }
  return entry.mode === FOLDER_MODE ? findEntry(reader, entry.id, rest.join("/")) : null;
}
