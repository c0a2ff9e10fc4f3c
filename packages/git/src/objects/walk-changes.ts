import { BeyondBounds } from "../limits/bounds.ts";
import type { ObjectReader } from "./object-reader.ts";
import { FOLDER_MODE, type Tree, type TreeEntry } from "./parse-tree.ts";

/** One name that is other than in every parent. */
export interface Change {
  /** From the root, byte for byte in latin1. */
  path: string;
  /** What is there now; null: it was removed. */
  entry: TreeEntry | null;
  /** What is there in the first parent that has it. */
  before: TreeEntry | null;
}

export interface Walk {
  reader: Pick<ObjectReader, "tree">;
  /** null: nothing. */
  tree: string | null;
  /** Trees that it is compared with: what is alike in any of them isn't new. */
  parents: readonly string[];
  maxDepth: number;
}

interface Folder {
  path: string;
  depth: number;
  tree: string | null;
  /** null: that parent has no such folder. */
  parents: readonly (string | null)[];
}

const NOTHING: Tree = new Map();

/**
 * Compares a tree with its parents, folder by folder, and leaves out every folder that is alike. Changed folders come
 * before what is in them. Only a chain of folders is in memory, never the listing.
 */
export async function* walkChanges({ reader, tree, parents, maxDepth }: Walk): AsyncGenerator<Change> {
  const waiting: Folder[] = [{ path: "", depth: 0, tree, parents }];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    if (folder.depth > maxDepth) {
      throw new BeyondBounds(`it holds folders in more than ${maxDepth} levels`);
    }
    const { now, before } = await readFolder(reader, folder);
    for (const key of new Set([...now.keys(), ...before.flatMap((each) => [...each.keys()])])) {
      const entry = now.get(key) ?? null;
      const olds = before.map((each) => each.get(key) ?? null);
      if (!isNew(entry, olds)) {
        continue;
      }
      const path = `${folder.path}${entry?.name ?? key.split("\0", 1)[0]}`;
      const inner = innerFolder({ path: `${path}/`, depth: folder.depth + 1 }, entry, olds);
      if (inner !== null) {
        waiting.push(inner);
      }
      yield { path, entry, before: olds.find((old) => old !== null) ?? null };
    }
  }
}

async function readFolder(reader: Walk["reader"], folder: Folder): Promise<{ now: Tree; before: Tree[] }> {
  const read = async (id: string | null) => (id === null ? NOTHING : reader.tree(id));
  const [now = NOTHING, ...before] = await Promise.all([folder.tree, ...folder.parents].map(read));
  return { now, before };
}

/** What a merge takes over from one of its parents isn't its own, be it a name or its absence. */
function isNew(entry: TreeEntry | null, olds: readonly (TreeEntry | null)[]): boolean {
  return !olds.some((old) => (entry === null || old === null ? entry === old : isAlike(entry, old)));
}

function isAlike(one: TreeEntry, other: TreeEntry): boolean {
  return one.mode === other.mode && one.id === other.id;
}

/** A folder that is there now, or one that was removed with all that is in it. */
function innerFolder(
  place: { path: string; depth: number },
  entry: TreeEntry | null,
  olds: readonly (TreeEntry | null)[],
): Folder | null {
  const folderOf = (each: TreeEntry | null) => (each?.mode === FOLDER_MODE ? each.id : null);
  const tree = folderOf(entry);
  const parents = olds.map(folderOf);
  return tree === null && parents.every((parent) => parent === null) ? null : { ...place, tree, parents };
}
