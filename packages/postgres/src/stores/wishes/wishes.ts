import type { SQL } from "drizzle-orm";
import type { z } from "zod";
import type { gatewayWishes, workerWishes } from "../../schema/tasks.ts";

/** Whose wishes they are. */
export interface Wishes<Wish, Answer> {
  table: typeof gatewayWishes | typeof workerWishes;
  /** Which of the table's rows these are, and what makes a row one of them. */
  scope: { condition: SQL | undefined; values: Record<string, unknown> };
  /** Of new ones; what happened to one is announced on `<channel>_changed` with its id. */
  channel: string;
  Wish: z.ZodType<Wish>;
  Answer: z.ZodType<Answer>;
  /** What a wish of a kind is answered with that isn't known here. */
  unknown: Answer;
}
