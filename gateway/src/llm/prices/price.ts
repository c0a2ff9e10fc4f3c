import { type CredentialProvider, type PricePerMillion, readModelPrice } from "@catalyst/core";
import { type Counts, countTokens } from "./counts.ts";
import { dearestPrice, hasPriceList, listPrice } from "./list-price.ts";
import { tierFactor } from "./service-tiers.ts";

/** For one search by the provider, at its dearest. */
const SEARCH_USD: Partial<Record<CredentialProvider, number>> = { anthropic: 0.01, openai: 0.025, gemini: 0.035 };
const SEARCH_USD_ELSEWHERE = 0.035;

/** Whose price is asked for, and who said what it is. */
export interface PriceQuestion {
  provider: CredentialProvider;
  /** Names of the model, the best first: the one that answered, the one that was asked for. */
  models: readonly (string | null)[];
  tiers: readonly string[];
  /** The owner's words, as `qwen3=0.5/2`. */
  ownerPrices: readonly string[];
}

export interface Price {
  usd: number;
  /** The model's own price isn't known: this is the most that it can be. */
  isAtMost: boolean;
}

/**
 * What the counts cost. The owner's word for a model comes first, then the provider's list, then the owner's word for the
 * provider. A model without a price counts at the provider's dearest; where there is no list, at the dearest that the
 * owner said. null: nobody said anything, which counts as nothing.
 */
export function priceCounts(counts: Counts, question: PriceQuestion): Price | null {
  const tokens = priceTokens(counts, question);
  if (tokens === null) {
    return null;
  }
  const { provider, tiers } = question;
  const searches = counts.webSearches * (SEARCH_USD[provider] ?? SEARCH_USD_ELSEWHERE);
  return { ...tokens, usd: tokens.usd * tierFactor(provider, tiers) + searches };
}

function priceTokens(counts: Counts, { provider, models, ownerPrices }: PriceQuestion): Price | null {
  const own = ownerPrices.flatMap((text) => readModelPrice(text) ?? []);
  const named = models.filter((name) => name !== null);
  for (const name of named) {
    const usd =
      priceBy(
        counts,
        own.find((price) => price.name === name),
      ) ?? listPrice(counts, { provider, name });
    if (usd !== null) {
      return { usd, isAtMost: false };
    }
  }
  const usual = priceBy(
    counts,
    own.find((price) => price.name === provider),
  );
  if (usual !== null) {
    return { usd: usual, isAtMost: false };
  }
  const dearest = hasPriceList(provider) ? dearestPrice(counts, provider) : dearestOf(counts, own);
  return dearest === null ? null : { usd: dearest, isAtMost: true };
}

function dearestOf(counts: Counts, own: readonly PricePerMillion[]): number | null {
  return own.length === 0 ? null : Math.max(...own.map((price) => priceBy(counts, price) ?? 0));
}

/** Cached tokens cost what others do: an owner says two prices. */
function priceBy(counts: Counts, price: PricePerMillion | undefined): number | null {
  if (price === undefined) {
    return null;
  }
  const input = countTokens(counts) - counts.outputTokens;
  return (input * price.inputUsd + counts.outputTokens * price.outputUsd) / 1e6;
}
