import { z } from "zod";

/** A limit, and what of it is spent. */
export const BudgetUse = z.object({
  scope: z.enum(["execution", "task", "project", "day"]),
  unit: z.enum(["usd", "tokens"]),
  limit: z.number().nonnegative(),
  spent: z.number().nonnegative(),
});
export type BudgetUse = z.infer<typeof BudgetUse>;

/** What people are told before a limit is reached, or, where none holds, once much is spent. */
export const SpendingWarning = BudgetUse.extend({
  /** `threshold`: no budget limits the task, and its tokens are as many as the project wants to be told of. */
  of: z.enum(["budget", "threshold"]),
});
export type SpendingWarning = z.infer<typeof SpendingWarning>;

/** What may be spent. null: no limit. Tokens count input, cached and output alike. */
export const Budget = z.object({
  usd: z.number().positive().nullable().default(null),
  tokens: z.int().positive().nullable().default(null),
});
export type Budget = z.infer<typeof Budget>;
