import type { CredentialProvider } from "@catalyst/core";
import { calcPrice, findProvider, type ModelInfo, type PriceOptions } from "@pydantic/genai-prices";
import type { Counts } from "./counts.ts";
import { SUPPLEMENT } from "./supplement.ts";

/** The names of our providers in the price data. Models at addresses of somebody's own have no list. */
const LISTS: Record<CredentialProvider, string | null> = {
  anthropic: "anthropic",
  openai: "openai",
  gemini: "google",
  openrouter: "openrouter",
  ollama: null,
  "openai-compatible": null,
};

/** More than any model of the data has; for those whose window isn't known. */
const LARGEST_WINDOW = 2_000_000;

export function hasPriceList(provider: CredentialProvider): boolean {
  return LISTS[provider] !== null;
}

/** The list price in US dollars, without searches; null when the model isn't on the provider's list. */
export function listPrice(
  counts: Counts,
  { provider, name }: { provider: CredentialProvider; name: string },
): number | null {
  const providerId = LISTS[provider];
  if (providerId === null) {
    return null;
  }
  const extra = SUPPLEMENT[provider];
  return price(counts, name, { providerId }) ?? (extra === undefined ? null : price(counts, name, { provider: extra }));
}

function price(counts: Counts, name: string, list: PriceOptions): number | null {
  // The data counts cached and spoken tokens as part of the input.
  const tokens = {
    input_tokens: counts.inputTokens + counts.cacheReadTokens + counts.cacheWriteTokens,
    cache_read_tokens: counts.cacheReadTokens,
    cache_write_tokens: counts.cacheWriteTokens,
    cache_write_1h_tokens: Math.min(counts.longCacheWriteTokens, counts.cacheWriteTokens),
    input_audio_tokens: Math.min(counts.audioInputTokens, counts.inputTokens),
    output_tokens: counts.outputTokens,
    output_audio_tokens: Math.min(counts.audioOutputTokens, counts.outputTokens),
  };
  try {
    return calcPrice(tokens, name, list)?.total_price ?? null;
  } catch {
    // Thrown for models whose price depends on something that tokens don't tell.
    return null;
  }
}

/** The most that the counts can cost at a provider: each kind of token at the dearest price that any of its models has. */
export function dearestPrice(counts: Counts, provider: CredentialProvider): number | null {
  const dearest = dearestPrices(provider);
  if (dearest === null) {
    return null;
  }
  const input = counts.inputTokens + counts.cacheReadTokens + counts.cacheWriteTokens;
  return (input * dearest.input + counts.outputTokens * dearest.output) / 1e6;
}

type PerMillion = { input: number; output: number };
const known = new Map<CredentialProvider, PerMillion | null>();

function dearestPrices(provider: CredentialProvider): PerMillion | null {
  const providerId = LISTS[provider];
  if (!known.has(provider)) {
    const models = providerId === null ? [] : (findProvider({ providerId })?.models ?? []);
    const highest = (kinds: RegExp) => Math.max(0, ...models.flatMap((model) => pricesOf(model, kinds)));
    const prices = { input: highest(/^(input|cache_\w*)_mtok$/), output: highest(/^output_mtok$/) };
    known.set(provider, models.length === 0 ? null : prices);
  }
  return known.get(provider) ?? null;
}

/** All prices of a model for a million tokens of these kinds, at any time and size. */
function pricesOf({ prices }: ModelInfo, kinds: RegExp): number[] {
  const all = Array.isArray(prices) ? prices.map((conditional) => conditional.prices) : [prices];
  return all.flatMap((of) =>
    Object.entries(of).flatMap(([kind, value]) => {
      if (!kinds.test(kind) || value === undefined) {
        return [];
      }
      return typeof value === "number" ? [value] : [value.base, ...value.tiers.map((tier) => tier.price)];
    }),
  );
}

/** The model of the price data that this name means; null: it isn't on the provider's list. */
export function listedModel(provider: CredentialProvider, name: string | null): string | null {
  const providerId = LISTS[provider];
  if (providerId === null || name === null) {
    return null;
  }
  const extra = SUPPLEMENT[provider];
  return modelIn({ providerId }, name)?.id ?? (extra && modelIn({ provider: extra }, name)?.id) ?? null;
}

/** The most tokens that a model takes, as far as it is known. */
export function contextWindow(provider: CredentialProvider, name: string | null): number {
  return knownWindow(provider, name) ?? LARGEST_WINDOW;
}

/** Whoever asks for models names them: those of the last requests are few. */
const MAX_WINDOWS = 500;
const windows = new Map<string, number | null>();

/** null: it isn't known. */
export function knownWindow(provider: CredentialProvider, name: string | null): number | null {
  const providerId = LISTS[provider];
  if (providerId === null || name === null) {
    return null;
  }
  const key = `${provider} ${name}`;
  const before = windows.get(key);
  if (before !== undefined) {
    return before;
  }
  const extra = SUPPLEMENT[provider];
  const window =
    modelIn({ providerId }, name)?.context_window ?? (extra && modelIn({ provider: extra }, name)?.context_window);
  if (windows.size >= MAX_WINDOWS) {
    windows.clear();
  }
  windows.set(key, window || null);
  return window || null;
}

function modelIn(list: PriceOptions, name: string): ModelInfo | undefined {
  try {
    return calcPrice({ input_tokens: 1 }, name, list)?.model;
  } catch {
    return undefined;
  }
}
