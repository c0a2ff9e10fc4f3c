import type { Spending, TokenUsage } from "@catalyst/core";
import type { Answer, LlmRequest } from "../request/llm-request.ts";
import type { TokenEstimate } from "./estimate-request.ts";
import { priceUsage } from "./price-usage.ts";

/** A piece of a stream is mostly wrapping. */
const STREAMED_BYTES_PER_TOKEN = 16;
const NOTHING: Spending = { usd: 0, tokens: 0 };

type Priced = Pick<LlmRequest, "provider" | "model">;

/** The list price by the model that answered, else by the one that was asked for; null when neither is known. */
export function priceAnswer(
  { provider, model: askedFor }: Priced,
  usage: TokenUsage,
  { model, longCacheWriteTokens }: { model: string | null; longCacheWriteTokens: number },
): number | null {
  const price = (name: string | null) =>
    name === null ? null : priceUsage({ ...usage, longCacheWriteTokens }, { provider, name });
  return price(model ?? askedFor ?? "unknown") ?? price(askedFor);
}

/** What an estimate would come to. A price that isn't known counts as nothing. */
export function priceEstimate(request: Priced, estimate: TokenEstimate): Spending {
  return toSpending(request, withoutCache(estimate), { model: null, longCacheWriteTokens: 0 });
}

/**
 * What a request came to. An error costs nothing. Of an answer that told no counts, or broke off before its last, the
 * length of the stream says the least that it was: breaking off must not make it cheaper.
 */
export function spendingOf(request: Priced, answer: Answer, estimate: TokenEstimate): Spending {
  const { metered, isCut, httpStatus } = answer;
  if (httpStatus >= 400) {
    return NOTHING;
  }
  const seen = withoutCache({ ...estimate, outputTokens: seenOutput(answer, estimate) });
  if (metered.usage === null) {
    return toSpending(request, seen, metered);
  }
  const outputTokens = isCut ? Math.max(metered.usage.outputTokens, seen.outputTokens) : metered.usage.outputTokens;
  return toSpending(request, { ...metered.usage, outputTokens }, metered);
}

function seenOutput({ streamedBytes }: Answer, { outputTokens }: TokenEstimate): number {
  return streamedBytes === null
    ? outputTokens
    : Math.min(outputTokens, Math.ceil(streamedBytes / STREAMED_BYTES_PER_TOKEN));
}

function withoutCache(estimate: TokenEstimate): TokenUsage {
  return { ...estimate, cacheReadTokens: 0, cacheWriteTokens: 0, reasoningTokens: 0 };
}

function toSpending(
  request: Priced,
  usage: TokenUsage,
  by: { model: string | null; longCacheWriteTokens: number },
): Spending {
  const { inputTokens, cacheReadTokens, cacheWriteTokens, outputTokens } = usage;
  return {
    usd: priceAnswer(request, usage, by) ?? 0,
    tokens: inputTokens + cacheReadTokens + cacheWriteTokens + outputTokens,
  };
}
