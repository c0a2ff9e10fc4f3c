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
  /** Some of it is covered by a subscription, and costs nothing beyond that. */
  isCovered: boolean;
}

export const NO_USAGE: UsageTotal = {
  requests: 0,
  inputTokens: 0,
  outputTokens: 0,
  costUsd: 0,
  isAtMost: false,
  isCovered: false,
};
