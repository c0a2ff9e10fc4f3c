import type { CredentialProvider } from "./credential.ts";

export interface ProviderVariables {
  key: string | null;
  /** Of a subscription, for its provider's own agent. */
  subscription: string | null;
  baseUrl: string | null;
}

/** The variables in which a provider's key, subscription and address usually are; null: there is no usual one. */
export const PROVIDER_VARIABLES: Record<CredentialProvider, ProviderVariables> = {
  anthropic: { key: "ANTHROPIC_API_KEY", subscription: "CLAUDE_CODE_OAUTH_TOKEN", baseUrl: "ANTHROPIC_BASE_URL" },
  openai: { key: "OPENAI_API_KEY", subscription: null, baseUrl: "OPENAI_BASE_URL" },
  gemini: { key: "GEMINI_API_KEY", subscription: null, baseUrl: "GOOGLE_GEMINI_BASE_URL" },
  openrouter: { key: "OPENROUTER_API_KEY", subscription: null, baseUrl: null },
  ollama: { key: null, subscription: null, baseUrl: "OLLAMA_HOST" },
  "openai-compatible": { key: null, subscription: null, baseUrl: null },
};
