import type { CredentialProvider } from "./credential.ts";

/** The variables in which a provider's key and address usually are; null: there is no usual one. */
export const PROVIDER_VARIABLES: Record<CredentialProvider, { key: string | null; baseUrl: string | null }> = {
  anthropic: { key: "ANTHROPIC_API_KEY", baseUrl: "ANTHROPIC_BASE_URL" },
  openai: { key: "OPENAI_API_KEY", baseUrl: "OPENAI_BASE_URL" },
  gemini: { key: "GEMINI_API_KEY", baseUrl: "GOOGLE_GEMINI_BASE_URL" },
  openrouter: { key: "OPENROUTER_API_KEY", baseUrl: null },
  ollama: { key: null, baseUrl: "OLLAMA_HOST" },
  "openai-compatible": { key: null, baseUrl: null },
};
