import { z } from "zod";

/** Longer text of an answer is cut. */
export const MAX_ANSWER_LENGTH = 2000;
/** More aren't taken: a message has no more threads. */
export const MAX_ANSWERS = 100;

/** What an agent says in a thread that it was told of: untrusted text. */
export const ThreadAnswer = z.object({
  /** The comment that began the thread, as it was told. */
  comment: z.string().min(1).max(64),
  /** It did what was asked there. */
  isDone: z.boolean(),
  text: z.string().max(MAX_ANSWER_LENGTH),
});
export type ThreadAnswer = z.infer<typeof ThreadAnswer>;
