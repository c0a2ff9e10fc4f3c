import type { ExecutionEvent } from "./event.ts";

/** What the LLM requests of an execution came to, as the gateway metered them. */
export interface UsageTotal {
  requests: number;
  /** Cached input counts as input. */
  inputTokens: number;
  outputTokens: number;
  /** null as soon as the price of one request is not known. */
  costUsd: number | null;
  /** It may have been less: an answer broke off before it was counted, or a price isn't known. */
  isAtMost: boolean;
}

export const NO_USAGE: UsageTotal = { requests: 0, inputTokens: 0, outputTokens: 0, costUsd: 0, isAtMost: false };

/** The total with the event's usage. */
export function countUsage(total: UsageTotal, { body }: Pick<ExecutionEvent, "body">): UsageTotal {
  if (body.type !== "usage") {
    return total;
  }
  const { inputTokens, cacheReadTokens, cacheWriteTokens, outputTokens } = body.usage;
  return {
    requests: total.requests + 1,
    inputTokens: total.inputTokens + inputTokens + cacheReadTokens + cacheWriteTokens,
    outputTokens: total.outputTokens + outputTokens,
    costUsd: total.costUsd === null || body.costUsd === null ? null : total.costUsd + body.costUsd,
    isAtMost: total.isAtMost || body.isAtMost,
  };
}
