import { z } from "zod";

/** What speaks for a person's word before a result is pushed. */
export const HoldReason = z.enum([
  /** The project wants to see every result first. */
  "setting",
  /** Everybody may see what is pushed there. */
  "public",
  /** The agent was told words of people for whom nobody who may write answers. */
  "outsiders",
  /** What runs in the repository's CI would be another. */
  "ci",
]);
export type HoldReason = z.infer<typeof HoldReason>;

/** Why a result waits for a person's word. A branch of ours is no fork: what CI runs of it, it runs with the repository's secrets. */
export const Hold = z.object({
  reasons: z.array(HoldReason).min(1),
  /** What of it CI runs: some of the paths, as they are shown to people. */
  paths: z.array(z.string()),
});
export type Hold = z.infer<typeof Hold>;
