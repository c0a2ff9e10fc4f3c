import { z } from "zod";

/** A check of a commit that failed, as its CI tells it: untrusted text. */
export const FailedCheck = z.object({
  name: z.string(),
  /** How it ended, in the forge's word. */
  conclusion: z.string(),
  /** What it says of itself; empty: nothing. */
  summary: z.string(),
  annotations: z.array(z.object({ path: z.string(), line: z.int(), message: z.string() })),
});
export type FailedCheck = z.infer<typeof FailedCheck>;
