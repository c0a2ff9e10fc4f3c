import { z } from "zod";

/** Lists may show a thing later than others that are newer: so far before the newest one is looked at again. */
const OVERLAP_MILLISECONDS = 120_000;
const MAX_SEEN = 2_000;

/** How far a list was read. */
export const ListMark = z.object({
  /** Of the answer that was read last; null: it had none. */
  etag: z.string().max(500).nullable(),
  /** When the newest thing happened, by the forge's clock; null: there was none. */
  newestAt: z.iso.datetime().nullable(),
  /** What happened about then, by its id there, and when. */
  seen: z.record(z.string().max(100), z.iso.datetime()),
});
export type ListMark = z.infer<typeof ListMark>;

/** A thing of a list. */
export interface Listed {
  /** The forge's own. */
  id: string;
  at: Date;
}

/** What is new in a list, in the order in which it happened, and how far it is read then. A mark of null: all is known. */
export function takeNew<Item extends Listed>(
  items: readonly Item[],
  { mark, etag }: { mark: ListMark | null; etag: string | null },
): { fresh: Item[]; mark: ListMark } {
  const isFresh = ({ id, at }: Item) => mark !== null && at >= startOf(mark) && !Object.hasOwn(mark.seen, id);
  const fresh = mark === null ? [] : items.filter(isFresh).sort((one, other) => compare(one.at, other.at));
  return { fresh, mark: markAfter(items, { mark, etag }) };
}

/** From when on things of a list may be new. Those that happened before aren't. */
export function startOf({ newestAt }: ListMark): Date {
  return new Date(newestAt === null ? 0 : new Date(newestAt).getTime() - OVERLAP_MILLISECONDS);
}

function markAfter(items: readonly Listed[], { mark, etag }: { mark: ListMark | null; etag: string | null }): ListMark {
  const seen = new Map(Object.entries(mark?.seen ?? {}).map(([id, at]) => [id, new Date(at)]));
  for (const { id, at } of items) {
    seen.set(id, at);
  }
  const newest = [...seen].sort(([, one], [, other]) => compare(other, one));
  const newestAt = newest[0]?.[1].toISOString() ?? mark?.newestAt ?? null;
  const start = startOf({ etag, newestAt, seen: {} });
  const kept = newest.slice(0, MAX_SEEN).filter(([, at]) => at >= start);
  return { etag, newestAt, seen: Object.fromEntries(kept.map(([id, at]) => [id, at.toISOString()])) };
}

function compare(one: Date, other: Date): number {
  return one.getTime() - other.getTime();
}
