import type { z } from "zod";
import type { gatewayWishes, workerWishes } from "../../schema/tasks.ts";

/** Whose wishes they are. */
export interface Wishes<Wish, Answer> {
  table: typeof gatewayWishes | typeof workerWishes;
  /** Of new ones; what happened to one is announced on `<channel>_changed` with its id. */
  channel: string;
  Wish: z.ZodType<Wish>;
  Answer: z.ZodType<Answer>;
  /** What a wish of a kind is answered with that isn't known here. */
  unknown: Answer;
}
