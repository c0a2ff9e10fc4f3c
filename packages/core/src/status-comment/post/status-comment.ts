import { z } from "zod";

/** The comment of a task on a forge, as it was posted last. */
export const StatusComment = z.object({
  taskId: z.uuid(),
  /** Which comment of the task it is: one that people have scrolled past is followed by another. */
  round: z.int().positive(),
  /** Counts its texts up, those that came to nothing as well. */
  sequence: z.int().nonnegative(),
  /** null: it was never seen to be there. */
  url: z.string().nullable(),
  /** Of its last text; null: there is none. */
  digest: z.string().nullable(),
  /** The last text said how the task ended. */
  isLast: z.boolean(),
  madeAt: z.date().nullable(),
  editedAt: z.date().nullable(),
  /** People deleted it. It is made once again, for the last word. */
  isDeleted: z.boolean(),
  isMadeAgain: z.boolean(),
  /** The comments before this round say where it goes on. */
  isFolded: z.boolean(),
});
export type StatusComment = z.infer<typeof StatusComment>;
