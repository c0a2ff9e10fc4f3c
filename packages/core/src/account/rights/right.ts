import { z } from "zod";

/**
 * What lets somebody ask, and what may end: a session, an API key, or what a person may (`person`: a role that was taken, a team
 * that was left). Whoever asks for long by what ended is to ask anew.
 */
export const Right = z.object({ kind: z.enum(["session", "api_key", "person"]), id: z.string().min(1).max(255) });
export type Right = z.infer<typeof Right>;

/** Where the end of rights is told to every server. */
export interface RightFeed {
  /** Those who end a right in a transaction of their own tell it there. */
  end(right: Right): Promise<void>;
  /** Calls back with each right that ended; null: what was told in between is lost. Returns how to stop. */
  watch(onEnd: (ended: Right | null) => void): Promise<() => void>;
}
