import type { TokenUsage } from "@catalyst/core";

/** What an answer used, as far as its price depends on it. */
export interface Counts extends TokenUsage {
  /** Those of the written cache tokens that are kept for an hour, at a higher price. */
  longCacheWriteTokens: number;
  /** Parts of the input and the output. */
  audioInputTokens: number;
  audioOutputTokens: number;
  /** By the provider, each with a price of its own. */
  webSearches: number;
}

export const NO_COUNTS: Counts = {
  inputTokens: 0,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  outputTokens: 0,
  reasoningTokens: 0,
  longCacheWriteTokens: 0,
  audioInputTokens: 0,
  audioOutputTokens: 0,
  webSearches: 0,
};

export function countTokens({ inputTokens, cacheReadTokens, cacheWriteTokens, outputTokens }: TokenUsage): number {
  return inputTokens + cacheReadTokens + cacheWriteTokens + outputTokens;
}

/** What events tell of it. */
export function toUsage(counts: Counts): TokenUsage {
  const { inputTokens, cacheReadTokens, cacheWriteTokens, outputTokens, reasoningTokens } = counts;
  return { inputTokens, cacheReadTokens, cacheWriteTokens, outputTokens, reasoningTokens };
}
