import type { Credential } from "@catalyst/api";

export type Provider = Credential["provider"];

/** As people know them. */
export const PROVIDER_NAMES: Record<Provider, string> = {
  anthropic: "Anthropic",
  openai: "OpenAI",
  gemini: "Google Gemini",
  openrouter: "OpenRouter",
  ollama: "Ollama",
  "openai-compatible": "OpenAI-compatible",
};

export const PROVIDERS = Object.keys(PROVIDER_NAMES) as Provider[];

/** Those that are somewhere else at each person's. */
export function hasBaseUrl(provider: Provider): boolean {
  return provider === "ollama" || provider === "openai-compatible";
}

const SUBSCRIPTIONS: Record<string, string> = { claude: "Claude subscription", chatgpt: "ChatGPT subscription" };

/** What a credential is called in a list. */
export function titleOf({ name, kind, provider }: Pick<Credential, "name" | "kind" | "provider">): string {
  return kind === "subscription"
    ? (SUBSCRIPTIONS[name] ?? `${PROVIDER_NAMES[provider]} subscription`)
    : `${PROVIDER_NAMES[provider]} key`;
}
