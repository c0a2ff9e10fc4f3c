import { z } from "zod";

/** A piece of what a result changes: untrusted text. `nextCursor` null: there is nothing after it. */
export const Diff = z
  .object({
    run: z.int(),
    baseCommit: z.string(),
    headCommit: z.string(),
    text: z.string(),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: "Diff" });
export type Diff = z.infer<typeof Diff>;
