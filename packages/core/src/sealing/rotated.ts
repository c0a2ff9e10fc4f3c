import { z } from "zod";

/** What became of a rotation. */
export const Rotated = z.object({
  /** What is sealed to from now on. */
  keyId: z.string(),
  wrappedCount: z.int().nonnegative(),
  /** Older keys that something is sealed to still. */
  neededKeyIds: z.array(z.string()),
  /** Where the keys are given to their recipient: what may be removed from there now. null: it has removed them itself. */
  removableKeyIds: z.array(z.string()).nullable(),
  /** Why some couldn't be wrapped anew, each in words; the first ones. */
  problems: z.array(z.string()),
});
export type Rotated = z.infer<typeof Rotated>;
