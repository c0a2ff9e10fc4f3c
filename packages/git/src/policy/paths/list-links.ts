import { BeyondBounds } from "../../limits/bounds.ts";
import type { ObjectReader } from "../../objects/object-reader.ts";
import { FOLDER_MODE, LINK_MODE } from "../../objects/parse-tree.ts";

export interface Link {
  /** Byte for byte in latin1. */
  path: string;
  id: string;
}

const MAX_LINKS = 100_000;
const NONE: readonly Link[] = [];

/** Lists the links of trees. What was listed once is known: of the next tree only the changed folders are read. */
export function createLinkList(reader: Pick<ObjectReader, "tree">): (tree: string) => Promise<readonly Link[]> {
  const known = new Map<string, readonly Link[]>();
  const list = async (tree: string): Promise<readonly Link[]> => {
    const found = known.get(tree) ?? (await listFolder(tree));
    known.set(tree, found);
    return found;
  };
  const listFolder = async (tree: string): Promise<readonly Link[]> => {
    const links: Link[] = [];
    for (const { mode, name, id } of (await reader.tree(tree)).values()) {
      if (mode === LINK_MODE) {
        links.push({ path: name, id });
      } else if (mode === FOLDER_MODE) {
        links.push(...(await list(id)).map((link) => ({ path: `${name}/${link.path}`, id: link.id })));
      }
      if (links.length > MAX_LINKS) {
        throw new BeyondBounds(`it holds more than ${MAX_LINKS} links`);
      }
    }
    return links.length === 0 ? NONE : links;
  };
  return list;
}
