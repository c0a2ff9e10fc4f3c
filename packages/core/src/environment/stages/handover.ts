import { z } from "zod";

/** What the stages before this one left for it, as the gateway tells its runner. */
export const Handover = z.object({
  /** Where the branch is that was pushed; null: nothing was. */
  pushedCommit: z.string().nullable(),
  /** The last run of the project's `verify`; null: there was none. */
  verify: z.object({ exitCode: z.int().nullable(), output: z.string() }).nullable(),
  /** The agent's own name for its conversation so far. */
  sessionId: z.string().nullable(),
  /** How long the agent has worked so far. */
  agentSeconds: z.number().nonnegative(),
});
export type Handover = z.infer<typeof Handover>;
