import type { BudgetUse } from "@catalyst/core";
import { z } from "zod";

const Limit = z.object({
  scope: z.enum(["execution", "task", "project", "day"] satisfies BudgetUse["scope"][]),
  unit: z.enum(["usd", "tokens"]),
  limit: z.number(),
  spent: z.number(),
});

/** What a task has spent, of which limits, and what each attempt asked of models, as the gateway metered it. */
export const Usage = z
  .object({
    spent: z.object({ usd: z.number(), tokens: z.number() }),
    limits: z.array(Limit),
    /** What people are told of where there is no limit; null: nothing. */
    threshold: Limit.nullable(),
    onExceeded: z.enum(["pause", "fail"]),
    executions: z.array(
      z.object({
        executionId: z.uuid(),
        requests: z.int(),
        inputTokens: z.int(),
        outputTokens: z.int(),
        /** null as soon as the price of one request isn't known. */
        costUsd: z.number().nullable(),
        /** It may have been less. */
        isAtMost: z.boolean(),
        /** Some of it is covered by a subscription, and costs nothing beyond that. */
        isCovered: z.boolean(),
      }),
    ),
  })
  .meta({ id: "Usage" });
