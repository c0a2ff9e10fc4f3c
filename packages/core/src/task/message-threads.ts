import { z } from "zod";
import { MAX_ANSWERS } from "../result/answers/thread-answer.ts";

/** The threads about lines of a pull request in which a message was said, and in which it is answered. */
export const MessageThreads = z.object({
  /** Of the pull request. */
  number: z.int().positive(),
  /** The comments that began them, by the forge's own numbers. */
  comments: z.array(z.string().regex(/^\d{1,20}$/)).max(MAX_ANSWERS),
});
export type MessageThreads = z.infer<typeof MessageThreads>;
