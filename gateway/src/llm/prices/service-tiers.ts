import type { CredentialProvider } from "@catalyst/core";

/** Anthropic's speed and OpenAI's tier, each at the dearest of the models that have it. */
const FAST: Partial<Record<CredentialProvider, number>> = { anthropic: 6 };
const FAST_ELSEWHERE = 2.5;

/**
 * What a way of being served costs, in terms of the list price: processing tiers, speeds and regions by the words of
 * requests and answers.
 */
const FACTORS: Readonly<Record<string, number>> = {
  default: 1,
  standard: 1,
  standard_only: 1,
  auto: 1,
  scale: 1,
  unspecified: 1,
  on_demand: 1,
  global: 1,
  not_available: 1,
  flex: 0.5,
  batch: 0.5,
  us: 1.1,
  ultrafast: 6,
};
/** The dearest one: of a tier that isn't known nobody knows that it is cheaper. */
const UNKNOWN_FACTOR = 6;

/** Several words multiply: a speed in a region. */
export function tierFactor(provider: CredentialProvider, tiers: readonly string[]): number {
  return tiers.reduce((factor, tier) => factor * factorOf(provider, tier.toLowerCase()), 1);
}

function factorOf(provider: CredentialProvider, tier: string): number {
  const word = tier.replace(/^service_tier_/, "");
  if (word === "fast" || word === "priority") {
    // Anthropic's priority is capacity that was paid for before.
    const isPaid = provider === "anthropic" && word === "priority";
    return isPaid ? 1 : (FAST[provider] ?? FAST_ELSEWHERE);
  }
  return Object.hasOwn(FACTORS, word) ? (FACTORS[word] as number) : UNKNOWN_FACTOR;
}
