import { z } from "zod";
import { Budget } from "../../budget/budget.ts";
import { ReviewScope } from "./review-scope.ts";

/** What the person who asked chose for this task beside agent and branch. */
export const TaskOptions = z.object({
  /** Nothing is changed before a person approved a plan. */
  requirePlanApproval: z.boolean().default(false),
  /** The commit that the person vouched for as a base whose own settings count and whose files run with secrets. */
  trustedBase: z
    .string()
    .regex(/^[0-9a-f]{40,64}$/)
    .nullable()
    .default(null),
  /** For the whole task, over all its executions. */
  budget: Budget.prefault({}),
  /** Several agents work on it at once, and one result is picked: by a person, or the first whose verification passes. */
  race: z
    .object({ pick: z.enum(["person", "verify"]) })
    .nullable()
    .default(null),
  /** What is proposed of it is a draft; absent: as the project says. */
  isDraft: z.boolean().optional(),
  /** Of a review; absent: what wasn't said before, wherever it is. */
  review: ReviewScope.optional(),
});
export type TaskOptions = z.infer<typeof TaskOptions>;
