import { z } from "zod";

const MAX_LIMIT = 200;
const DEFAULT_LIMIT = 50;

/** How a list is asked for in pages. A cursor is what the page before said, and means nothing to who asks. */
export const PageQuery = z.strictObject({
  limit: z.coerce.number<number>().int().min(1).max(MAX_LIMIT).default(DEFAULT_LIMIT),
  cursor: z.string().min(1).max(200).optional(),
});

/** `nextCursor` null: there is nothing more. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ data: z.array(item), nextCursor: z.string().nullable() });
}

/** A time in UTC. */
export const Time = z.iso.datetime();
