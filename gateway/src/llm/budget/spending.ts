import type { Spending } from "@catalyst/core";
import { type Counts, countTokens } from "../prices/counts.ts";
import { type PriceQuestion, priceCounts } from "../prices/price.ts";
import type { Answer, LlmRequest } from "../request/llm-request.ts";

/** What a request came to, for its budget and for the transcript. */
export interface Charge {
  counts: Counts;
  /** null: nobody knows a price. */
  usd: number | null;
  /** It may have been less: the answer broke off before its counts, or the model's price isn't known. */
  isAtMost: boolean;
  /** A subscription pays: it costs nothing beyond that. */
  isCovered: boolean;
}

export const NOTHING: Spending = { usd: 0, tokens: 0 };

/** The most that an estimate can cost: all of it written to a cache is dearer than read anew. */
export function priceEstimate(request: LlmRequest, estimate: Counts): Spending {
  if (isCovered(request)) {
    return { usd: 0, tokens: countTokens(estimate) };
  }
  const { inputTokens } = estimate;
  const cached = { ...estimate, inputTokens: 0, cacheWriteTokens: inputTokens };
  const ways = [estimate, cached, { ...cached, longCacheWriteTokens: inputTokens }];
  const prices = request.models.flatMap((model) =>
    ways.map((counts) => priceCounts(counts, { ...questionOf(request), models: [model] })?.usd ?? 0),
  );
  return { usd: Math.max(0, ...prices), tokens: countTokens(estimate) };
}

/**
 * What an answered request came to. Without its last counts it came to what was reserved for it: what isn't seen, such as
 * thoughts, costs all the same, and breaking off must not make it cheaper.
 */
export function chargeAnswer(request: LlmRequest, answer: Answer, estimate: Counts): Charge {
  const { metered, isCut } = answer;
  const { counts: seen } = metered;
  const isCounted = metered.isFinal && !isCut && seen !== null;
  const counts = isCounted ? seen : atMost(seen, estimate);
  if (isCovered(request)) {
    return { counts, usd: 0, isAtMost: !isCounted, isCovered: true };
  }
  if (isCounted && metered.statedUsd !== null) {
    return { counts, usd: metered.statedUsd, isAtMost: false, isCovered: false };
  }
  const tiers = isCounted && metered.tiers.length > 0 ? metered.tiers : request.tiers;
  const price = priceCounts(counts, { ...questionOf(request), models: [metered.model, request.model], tiers });
  const isAtMost = !isCounted || price?.isAtMost === true;
  return { counts, usd: price?.usd ?? null, isAtMost, isCovered: false };
}

/** The input is known from the beginning of some streams; the rest of an answer never is. */
function atMost(seen: Counts | null, estimate: Counts): Counts {
  return seen === null || countTokens(seen) === seen.outputTokens
    ? estimate
    : { ...seen, outputTokens: Math.max(seen.outputTokens, estimate.outputTokens) };
}

export function toSpending({ counts, usd }: Charge): Spending {
  return { usd: usd ?? 0, tokens: countTokens(counts) };
}

function isCovered({ opened }: LlmRequest): boolean {
  return opened.credential.kind === "subscription";
}

function questionOf({ provider, tiers, ownerPrices }: LlmRequest): Omit<PriceQuestion, "models"> {
  return { provider, tiers, ownerPrices };
}
