import type { UsageTotal } from "@catalyst/core";
import { formatCost, formatCount } from "./format-quantity.ts";

/** `12.3k tokens in, 1.2k out, $0.0312`, with `at most` before it where it may have been less; null when nothing was asked of a model. */
export function formatUsage({ requests, inputTokens, outputTokens, costUsd, isAtMost }: UsageTotal): string | null {
  if (requests === 0) {
    return null;
  }
  const cost = costUsd === null ? "cost unknown" : formatCost(costUsd);
  return `${isAtMost ? "at most " : ""}${formatCount(inputTokens)} tokens in, ${formatCount(outputTokens)} out, ${cost}`;
}
