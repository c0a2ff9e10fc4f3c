import { BeyondBounds, BOUNDS } from "../limits/bounds.ts";
import type { ObjectReader } from "./object-reader.ts";
import { type Change, walkChanges } from "./walk-changes.ts";

/** Counts changed names, and throws BeyondBounds at the first too many. */
export interface ChangeCount {
  add(change: Pick<Change, "path">): void;
}

export function createChangeCount(): ChangeCount {
  let names = 0;
  let bytes = 0;
  return {
    add({ path }) {
      names += 1;
      bytes += path.length;
      if (names > BOUNDS.changes) {
        throw new BeyondBounds(`it changes more than ${BOUNDS.changes} names`);
      }
      if (path.length > BOUNDS.pathBytes || bytes > BOUNDS.pathsBytes) {
        throw new BeyondBounds(`its paths are longer than ${BOUNDS.pathBytes} bytes, or ${BOUNDS.pathsBytes} together`);
      }
    },
  };
}

/** Walks all that the commits change, which may be far more than they have objects, as far as the bounds allow. */
export async function countChanges(
  reader: Pick<ObjectReader, "commit" | "tree">,
  commits: readonly string[],
): Promise<void> {
  const count = createChangeCount();
  for (const id of commits) {
    const { tree, parents } = await reader.commit(id);
    const trees: string[] = [];
    for (const parent of parents) {
      trees.push((await reader.commit(parent)).tree);
    }
    for await (const change of walkChanges({ reader, tree, parents: trees, maxDepth: BOUNDS.depth })) {
      count.add(change);
    }
  }
}
