import { z } from "zod";

/** What was spent on a day of UTC by an agent with a model. */
export const DaySpending = z
  .object({
    /** `2026-01-31`. */
    day: z.string(),
    /** null: it wasn't decided. */
    agentType: z.string().nullable(),
    model: z.string().nullable(),
    /** Of models. */
    requests: z.int(),
    /** What has no known price counts as nothing. */
    usd: z.number(),
    tokens: z.number(),
  })
  .meta({ id: "DaySpending" });
export type DaySpending = z.infer<typeof DaySpending>;
