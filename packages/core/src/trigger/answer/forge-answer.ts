import { z } from "zod";
import { Reaction, Written } from "../../forge/reaction.ts";

const ForgeNumber = z.int().positive();

/** Where words are said: on an issue or pull request, or in the thread about lines that this comment began. */
const place = { number: ForgeNumber, thread: z.string().optional() };

/** What whoever asked something of us is told of it, where they asked. `number`: of the issue or pull request. */
export const ForgeAnswer = z.discriminatedUnion("does", [
  z.object({ does: z.literal("react"), to: Written, reaction: Reaction }),
  z.object({ does: z.literal("say"), ...place, text: z.string() }),
  /** How the task is when it is told. */
  z.object({ does: z.literal("tell_status"), ...place, to: z.string() }),
  z.object({ does: z.literal("remove_label"), number: ForgeNumber, label: z.string() }),
  /** Of a pull request of ours that was merged, as long as nobody pushed there beside us. */
  z.object({ does: z.literal("delete_branch"), branch: z.string(), commit: z.string() }),
]);
export type ForgeAnswer = z.infer<typeof ForgeAnswer>;

/** An answer as the outbox has it. */
export const AnswerPayload = z.object({ repoId: z.uuid(), answer: ForgeAnswer });
export type AnswerPayload = z.infer<typeof AnswerPayload>;
