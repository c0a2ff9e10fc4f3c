import { z } from "zod";
import { AgentId } from "../../agent/agent-id.ts";
import { TaskOptions } from "./task-options.ts";

export const MAX_RACERS = 8;
const MAX_NAME_LENGTH = 255;

/** An agent as a person names it. null: as the settings say. A model means something to its own agent only. */
export const AskedAgent = z.object({
  agent: AgentId.nullable(),
  model: z.string().min(1).max(MAX_NAME_LENGTH).nullable(),
});
export type AskedAgent = z.infer<typeof AskedAgent>;

/** What of a request concerns the work itself, and is stored as it was asked. */
export const AskedWork = z.object({
  /** A branch, tag or commit; null: HEAD of a folder, the default branch of an address or for a review. */
  base: z.string().min(1).max(MAX_NAME_LENGTH).nullable().default(null),
  /** The branch, tag or commit that is reviewed, as what would come to the base; null: nothing is. */
  head: z.string().min(1).max(MAX_NAME_LENGTH).nullable().default(null),
  /** The person vouches for the base: its own settings count, and its files run with secrets. */
  trustBase: z.boolean().default(false),
  /** Several race. */
  agents: z
    .array(AskedAgent)
    .min(1)
    .max(MAX_RACERS)
    .default([{ agent: null, model: null }]),
  /** The name of the result's branch; null: named after the task. */
  branch: z.string().min(1).max(MAX_NAME_LENGTH).nullable().default(null),
  /** null: as the settings say. */
  timeoutSeconds: z
    .int()
    .positive()
    .max(24 * 60 * 60)
    .nullable()
    .default(null),
  /** A key that was brought along comes before one that is stored, instead of after. */
  ownKeysFirst: z.boolean().default(false),
  options: TaskOptions.omit({ trustedBase: true }).prefault({}),
});
export type AskedWork = z.infer<typeof AskedWork>;
