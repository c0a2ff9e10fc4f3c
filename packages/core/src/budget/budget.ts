import { z } from "zod";

/** What may be spent. null: no limit. Tokens count input, cached and output alike. */
export const Budget = z.object({
  usd: z.number().positive().nullable().default(null),
  tokens: z.int().positive().nullable().default(null),
});
export type Budget = z.infer<typeof Budget>;
