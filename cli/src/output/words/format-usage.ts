import type { UsageTotal } from "@catalyst/core";
import { formatCost, formatCount } from "./format-quantity.ts";

/** `12.3k tokens in, 1.2k out, $0.0312`, with `at most` before it where it may have been less; null when nothing was asked of a model. */
export function formatUsage({ requests, inputTokens, outputTokens, isAtMost, ...cost }: UsageTotal): string | null {
  return requests === 0
    ? null
    : `${isAtMost ? "at most " : ""}${formatCount(inputTokens)} tokens in, ${formatCount(outputTokens)} out, ${nameCost(cost)}`;
}

/** `$0.0312`; `covered` of what a subscription covers alone. */
export function nameCost({ costUsd, isCovered }: Pick<UsageTotal, "costUsd" | "isCovered">): string {
  if (costUsd === null) {
    return "cost unknown";
  }
  if (!isCovered) {
    return formatCost(costUsd);
  }
  return costUsd === 0 ? "covered" : `${formatCost(costUsd)} beside what is covered`;
}
