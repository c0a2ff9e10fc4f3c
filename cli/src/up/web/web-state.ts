import { z } from "zod";

/** How the web app of an `up` is doing. */
export const WebState = z.object({
  /** `failed`: it couldn't be built, and isn't there. */
  state: z.enum(["building", "starting", "ready", "failed"]),
  /** What it said with its last failure; empty when there was none. */
  lastWords: z.string(),
});
export type WebState = z.infer<typeof WebState>;
