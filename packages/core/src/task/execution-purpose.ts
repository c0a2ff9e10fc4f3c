import { z } from "zod";

/**
 * What an execution is for: `plan` makes a plan in a workspace that it can't change, `work` makes commits, `publish`
 * publishes what the execution that it continues has left, without an environment.
 */
export const ExecutionPurpose = z.enum(["plan", "work", "publish"]);
export type ExecutionPurpose = z.infer<typeof ExecutionPurpose>;
