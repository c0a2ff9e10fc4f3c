import { z } from "zod";

const MAX_LIMIT = 200;
const DEFAULT_LIMIT = 50;

/** Beyond what is ever counted, and with room for a page before the end of PostgreSQL's integers. */
export const MAX_NUMBER = 2_000_000_000;

/** A whole number in a path, a query or a header, as digits. */
export function wholeNumber(from: number, to: number): z.ZodType<number, number> {
  const read = (value: unknown) => (typeof value === "string" && /^\d{1,16}$/.test(value) ? Number(value) : value);
  return z.preprocess(read, z.int().min(from).max(to)) as unknown as z.ZodType<number, number>;
}

/** What the page before said. It means nothing to who asks. */
export const Cursor = z.string().min(1).max(200);

/** How a list is asked for in pages. */
export const PageQuery = z.strictObject({
  limit: wholeNumber(1, MAX_LIMIT).default(DEFAULT_LIMIT),
  cursor: Cursor.optional(),
});

/** `nextCursor` null: there is nothing more. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ data: z.array(item), nextCursor: z.string().nullable() });
}

/** A time in UTC. */
export const Time = z.iso.datetime();
