import type { ObjectReader } from "../../objects/object-reader.ts";
import { FOLDER_MODE, LINK_MODE, type TreeEntry } from "../../objects/parse-tree.ts";
import { foldName, isLikeGitFolder } from "./fold-name.ts";

/** Where a link leads. `through`: the links on the way, as paths; the last of all is where it ends. */
export type LinkEnd = { kind: "inside"; path: string; through: string[] } | { kind: "outside"; reason: string };

export interface LinkPlace {
  reader: Pick<ObjectReader, "tree" | "read">;
  /** The tree that it stands in. */
  root: string;
  /** Byte for byte in latin1, as all names here. */
  path: string;
  id: string;
}

/** As Linux: more links in a row are a circle. */
const MAX_LINKS = 40;
const MAX_TARGET_BYTES = 4096;
const OUTSIDE = { kind: "outside", reason: "leads out of the tree" } as const;

/**
 * Follows a link as a file system does: name by name, through the links on the way. A name that isn't there counts as a
 * folder, which it may be one day; a name that differs in case alone is the same, as it is on some systems.
 */
export async function resolveLink({ reader, root, path, id }: LinkPlace): Promise<LinkEnd> {
  const through: string[] = [];
  let waiting = await readTarget(reader, id);
  const place = await openPlace({ reader, root }, path.split("/").slice(0, -1));
  for (let links = 1; waiting !== null; ) {
    const name = waiting.shift();
    if (name === undefined) {
      return { kind: "inside", path: place.path(), through };
    }
    if (isLikeGitFolder(name)) {
      return { kind: "outside", reason: "leads into git's own folder" };
    }
    const entry = await place.enter(name);
    if (entry === "outside") {
      return OUTSIDE;
    }
    if (entry?.mode === LINK_MODE) {
      through.push(place.path());
      place.leave();
      const target = await readTarget(reader, entry.id);
      links += 1;
      waiting = target === null || links > MAX_LINKS ? null : [...target, ...waiting];
    }
  }
  return OUTSIDE;
}

/** The names of a link's target; null when it is absolute, here or on Windows, or longer than any path. */
async function readTarget(reader: LinkPlace["reader"], id: string): Promise<string[] | null> {
  let target = "";
  await reader.read(id, (piece) => {
    target = `${target}${piece.toString("latin1")}`.slice(0, MAX_TARGET_BYTES + 1);
  });
  const isAbsolute = /^[/\\]|^[a-z]:/i.test(target) || target.includes("\0");
  return isAbsolute || target.length > MAX_TARGET_BYTES
    ? null
    : target.split(/[/\\]/).filter((name) => name !== "" && name !== ".");
}

/** A folder of the tree on the way, which may not be there. */
async function openPlace({ reader, root }: Pick<LinkPlace, "reader" | "root">, start: readonly string[]) {
  const names: string[] = [];
  const trees: (string | null)[] = [root];
  const enter = async (name: string): Promise<TreeEntry | "outside" | null> => {
    if (name === "..") {
      trees.pop();
      return names.pop() === undefined ? "outside" : null;
    }
    const entry = await findEntry(reader, trees.at(-1) ?? null, name);
    names.push(entry?.name ?? name);
    trees.push(entry?.mode === FOLDER_MODE ? entry.id : null);
    return entry;
  };
  for (const name of start) {
    await enter(name);
  }
  const leave = () => {
    names.pop();
    trees.pop();
  };
  return { enter, leave, path: () => names.join("/") };
}

async function findEntry(reader: LinkPlace["reader"], tree: string | null, name: string): Promise<TreeEntry | null> {
  if (tree === null) {
    return null;
  }
  const entries = await reader.tree(tree);
  const exact = entries.get(name);
  if (exact !== undefined) {
    return exact;
  }
  const folded = foldName(name);
  return [...entries.values()].find((entry) => foldName(entry.name) === folded) ?? null;
}
