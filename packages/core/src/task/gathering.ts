import { z } from "zod";

const count = z.int().nonnegative().default(0);

/** How many texts around a task its agent isn't told, by why. */
export const UnreadTexts = z.object({
  /** Folded away by people of the repository. */
  minimised: count,
  /** Of accounts that no person has. */
  bots: count,
  /** In threads that are settled. */
  resolved: count,
  /** Beyond what is read at all. */
  beyond: count,
});
export type UnreadTexts = z.infer<typeof UnreadTexts>;

/** How the texts around a task were read for its newest execution. */
export const Gathering = z.object({
  /** They are as of then: when it was asked for. */
  asOf: z.coerce.date(),
  /** As of when they were read before; null: they weren't. */
  since: z.coerce.date().nullable().default(null),
  /** The text of the issue or pull request itself was changed after that, and is left out. */
  isTextEdited: z.boolean().default(false),
  /** Other texts that were changed after that. */
  editedSince: count,
  /** Texts that were written after that. */
  writtenSince: count,
  unread: UnreadTexts.prefault({}),
});
export type Gathering = z.infer<typeof Gathering>;
