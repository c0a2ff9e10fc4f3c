import type { CredentialProvider, TokenUsage } from "@catalyst/core";
import { calcPrice } from "@pydantic/genai-prices";

/** The names of our providers in the price data. Models at addresses of somebody's own have no known price. */
const PRICE_PROVIDERS: Record<CredentialProvider, string | null> = {
  anthropic: "anthropic",
  openai: "openai",
  gemini: "google",
  openrouter: "openrouter",
  ollama: null,
  "openai-compatible": null,
};

/** The list price in US dollars; null when the model's price is not known. */
export function priceUsage(
  usage: TokenUsage & { longCacheWriteTokens: number },
  model: { provider: CredentialProvider; name: string },
): number | null {
  const providerId = PRICE_PROVIDERS[model.provider];
  if (providerId === null) {
    return null;
  }
  // The price data counts cached tokens as part of the input.
  const tokens = {
    input_tokens: usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens,
    cache_read_tokens: usage.cacheReadTokens,
    cache_write_tokens: usage.cacheWriteTokens,
    cache_write_1h_tokens: Math.min(usage.longCacheWriteTokens, usage.cacheWriteTokens),
    output_tokens: usage.outputTokens,
  };
  try {
    return calcPrice(tokens, model.name, { providerId })?.total_price ?? null;
  } catch {
    // Thrown for models whose price depends on something that tokens don't tell.
    return null;
  }
}
