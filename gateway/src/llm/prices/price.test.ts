import type { CredentialProvider } from "@catalyst/core";
import { expect, test } from "vitest";
import { type Counts, NO_COUNTS } from "./counts.ts";
import { contextWindow } from "./list-price.ts";
import { type PriceQuestion, priceCounts } from "./price.ts";

const MILLION = 1_000_000;

function priceOf(counts: Partial<Counts>, question: Partial<PriceQuestion> & { model?: string | null }) {
  const { model = "claude-sonnet-4-5", ...more } = question;
  const asked = { provider: "anthropic", models: [model], tiers: [], ownerPrices: [], ...more } as const;
  return priceCounts({ ...NO_COUNTS, ...counts }, asked);
}

test("every kind of token has its own price", () => {
  const usd = (counts: Partial<Counts>) => priceOf(counts, {})?.usd;
  expect(usd({ inputTokens: 1000 })).toBeCloseTo(0.003, 9);
  expect(usd({ cacheReadTokens: 1000 })).toBeCloseTo(0.0003, 9);
  expect(usd({ cacheWriteTokens: 1000 })).toBeCloseTo(0.00375, 9);
  expect(usd({ cacheWriteTokens: 1000, longCacheWriteTokens: 1000 })).toBeCloseTo(0.006, 9);
  expect(usd({ outputTokens: 1000, reasoningTokens: 900 })).toBeCloseTo(0.015, 9);
  expect(usd({ webSearches: 3 })).toBeCloseTo(0.03, 9);
});

test("spoken tokens cost what they cost", () => {
  const spoken = { inputTokens: 1000, audioInputTokens: 1000 };
  const audio = { provider: "gemini", model: "gemini-2.5-flash" } as const;
  expect(priceOf(spoken, audio)?.usd).toBeGreaterThan(priceOf({ inputTokens: 1000 }, audio)?.usd ?? 0);
});

test.each<[CredentialProvider, string[], number]>([
  ["openai", ["default"], 1],
  ["openai", ["flex"], 0.5],
  ["openai", ["priority"], 2.5],
  ["openai", ["fast"], 2.5],
  ["openai", ["ultrafast"], 6],
  ["openai", ["some-new-tier"], 6],
  ["anthropic", ["standard", "standard"], 1],
  ["anthropic", ["priority"], 1],
  ["anthropic", ["standard", "fast", "us"], 6.6],
  ["gemini", ["SERVICE_TIER_PRIORITY"], 2.5],
  ["gemini", ["flex"], 0.5],
])("at %s %j costs %d times the list price", (provider, tiers, factor) => {
  const model = { openai: "gpt-5", anthropic: "claude-sonnet-4-5", gemini: "gemini-2.5-pro" }[provider as "openai"];
  const plain = priceOf({ inputTokens: MILLION }, { provider, model });
  expect(priceOf({ inputTokens: MILLION }, { provider, model, tiers })?.usd).toBeCloseTo((plain?.usd ?? 0) * factor, 6);
});

test.each(["ft:gpt-4o:acme::x", "gpt-99", null])("the model %s counts at the provider's dearest, at most", (model) => {
  const price = priceOf({ inputTokens: MILLION, outputTokens: MILLION }, { provider: "openai", model });
  const dear = priceOf({ inputTokens: MILLION, outputTokens: MILLION }, { provider: "openai", model: "o1-pro" });
  expect(price?.isAtMost).toBe(true);
  expect(price?.usd).toBeGreaterThanOrEqual(dear?.usd ?? Number.POSITIVE_INFINITY);
});

test("a model that answered under an unknown name counts as the one that was asked for", () => {
  const asked = priceOf({ inputTokens: MILLION }, { provider: "openai", models: ["deployment-7", "gpt-5"] });
  expect(asked).toEqual({ usd: 1.25, isAtMost: false });
});

test("a model that the agents use and the data lacks has its list price, also for long requests", () => {
  const sol = { provider: "openai", model: "gpt-6.1-sol" } as const;
  expect(priceOf({ inputTokens: 100_000, outputTokens: 1000 }, sol)).toEqual({
    usd: expect.closeTo(0.21, 9),
    isAtMost: false,
  });
  expect(priceOf({ inputTokens: 300_000 }, sol)?.usd).toBeCloseTo(1.2, 9);
});

test.each<[string, CredentialProvider, string[], { usd: number; isAtMost: boolean } | null]>([
  ["nobody said a price: nothing", "ollama", [], null],
  ["the owner's word for it", "ollama", ["qwen3=0.5/2", "ollama=9/9"], { usd: 2.5, isAtMost: false }],
  ["the owner's word for its provider", "openai-compatible", ["openai-compatible=1/3"], { usd: 4, isAtMost: false }],
  ["the dearest that the owner said", "ollama", ["llama4=1/1", "other=2/2"], { usd: 4, isAtMost: true }],
  ["the owner's word before the provider's list", "anthropic", ["qwen3=0.5/2"], { usd: 2.5, isAtMost: false }],
])("a model of one's own: %s", (...[, provider, ownerPrices, price]) => {
  expect(priceOf({ inputTokens: MILLION, outputTokens: MILLION }, { provider, model: "qwen3", ownerPrices })).toEqual(
    price,
  );
});

test("an agent can't make its own price by naming a model as an owner writes prices", () => {
  const model = "x=0/0";
  const price = priceOf({ inputTokens: MILLION }, { provider: "openai", model, ownerPrices: ["gpt-5=1/1"] });
  expect(price?.isAtMost).toBe(true);
});

test("of a model that isn't known the window is larger than that of any which is", () => {
  expect(contextWindow("openai", "gpt-5")).toBe(400_000);
  expect(contextWindow("openai", "gpt-6.1-sol")).toBe(1_050_000);
  expect(contextWindow("openai", "gpt-99")).toBe(2_000_000);
  expect(contextWindow("ollama", "qwen3")).toBe(2_000_000);
});
