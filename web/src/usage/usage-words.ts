import type { UsedTask } from "../actions/usage.ts";

/** What is less than a cent is something all the same. */
export function usdWords(usd: number): string {
  return usd > 0 && usd < 0.005 ? "under $0.01" : `$${usd.toFixed(2)}`;
}

export function tokenWords(tokens: number): string {
  if (tokens < 1000) {
    return String(tokens);
  }
  return tokens < 1_000_000 ? `${(tokens / 1000).toFixed(1)}k` : `${(tokens / 1_000_000).toFixed(1)}M`;
}

/** What a task came to, and how sure that is. */
export function costWords(usage: UsedTask["usage"]): string {
  if (usage === null) {
    return "not known";
  }
  const { executions, spent } = usage;
  if (executions.some(({ costUsd }) => costUsd === null)) {
    return "no known price";
  }
  return `${executions.some(({ isAtMost }) => isAtMost) ? "at most " : ""}${usdWords(spent.usd)}`;
}
