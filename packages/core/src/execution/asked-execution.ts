import { z } from "zod";
import { AskedAgent } from "../task/submit/asked-work.ts";

/** What was asked for an execution. `agent` null: the one that it goes on from, or the task's; else a person named it. */
export const AskedExecution = AskedAgent.extend({
  agent: AskedAgent.shape.agent.default(null),
  model: AskedAgent.shape.model.default(null),
  /** Another name for the branch of what it publishes; null: the task's. */
  branch: z.string().min(1).max(255).nullable().default(null),
  /**
   * The newest base is to be brought into the branch, and nothing else; null: it is ordinary work. `isOfOthers`: in the base's place it is
   * what others pushed to the branch while the execution worked that this one goes on from.
   */
  update: z
    .object({ isRebase: z.boolean(), isOfOthers: z.boolean().default(false) })
    .nullable()
    .default(null),
});
export type AskedExecution = z.infer<typeof AskedExecution>;

/** It goes on as it was. */
export const ASKED_NOTHING: AskedExecution = { agent: null, model: null, branch: null, update: null };
