import type { ExecutionEvent } from "./event.ts";
import type { UsageTotal } from "./usage-total.ts";

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
    isCovered: total.isCovered || body.isCovered,
  };
}
