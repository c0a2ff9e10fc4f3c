import { z } from "zod";

/** Says without words: it was seen, done, put where people find it, or can't be done. */
export const Reaction = z.enum(["seen", "done", "pushed", "refused"]);
export type Reaction = z.infer<typeof Reaction>;

/** Something that somebody wrote at a forge, by the forge's own numbers. `subject`: what an issue or pull request begins with. */
export const Written = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("subject"), number: z.int().positive() }),
  z.object({ kind: z.literal("comment"), id: z.string().regex(/^\d{1,20}$/) }),
  z.object({ kind: z.literal("code_comment"), id: z.string().regex(/^\d{1,20}$/) }),
]);
export type Written = z.infer<typeof Written>;
