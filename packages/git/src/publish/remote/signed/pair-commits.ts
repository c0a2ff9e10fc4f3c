import type { RemadeCommit } from "@catalyst/core";
import type { ObjectReader } from "../../../objects/object-reader.ts";

const MAX_PAIRS = 1000;

/**
 * Which commit stands for which, where one history is another one that was made anew: the same trees, words and shape, down to
 * commits that both have. Parents come before their children. null: it isn't that.
 */
export async function pairCommits(
  reader: Pick<ObjectReader, "commit">,
  heads: RemadeCommit,
): Promise<RemadeCommit[] | null> {
  const published = new Map<string, string>();
  const pairs: RemadeCommit[] = [];
  const open: (RemadeCommit & { isDone?: true })[] = [heads];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { checked, published: anew, isDone } = next;
    if (isDone === true) {
      pairs.push({ checked, published: anew });
      continue;
    }
    const known = published.get(checked);
    if (checked === anew && known === undefined) {
      continue;
    }
    if (known !== undefined) {
      if (known !== anew) {
        return null;
      }
      continue;
    }
    const parents = await pairParents(reader, next);
    if (parents === null || published.size >= MAX_PAIRS) {
      return null;
    }
    published.set(checked, anew);
    open.push({ checked, published: anew, isDone: true }, ...parents);
  }
  return pairs;
}

/** null: one isn't the other, made anew. */
async function pairParents(
  reader: Pick<ObjectReader, "commit">,
  { checked, published }: RemadeCommit,
): Promise<RemadeCommit[] | null> {
  const [old, anew] = await Promise.all([reader.commit(checked), reader.commit(published)]);
  const isSame =
    old.tree === anew.tree && old.message.trim() === anew.message.trim() && old.parents.length === anew.parents.length;
  return isSame
    ? old.parents.map((parent, index) => ({ checked: parent, published: anew.parents[index] ?? "" }))
    : null;
}
