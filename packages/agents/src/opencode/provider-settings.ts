import type { CredentialProvider } from "@catalyst/core";
import type { InvocationInput } from "../agent-adapter.ts";
import { usualModel } from "../usual-model.ts";

/** Longer than the gateway waits for a provider: its word on what went wrong comes first. */
const TIMEOUT_MILLISECONDS = 660_000;

/** How opencode (1.18) reaches a provider. */
interface Wiring {
  /** Its own name for it: with that come the limits and prices of the models that it knows. */
  id: string;
  /** The part of opencode that speaks the provider's protocol; all of these are in its executable. */
  npm: string;
  basePath: string;
}

const WIRINGS: Record<CredentialProvider, Wiring> = {
  anthropic: { id: "anthropic", npm: "@ai-sdk/anthropic", basePath: "/v1" },
  openai: { id: "openai", npm: "@ai-sdk/openai", basePath: "/v1" },
  gemini: { id: "google", npm: "@ai-sdk/google", basePath: "/v1beta" },
  openrouter: { id: "openrouter", npm: "@openrouter/ai-sdk-provider", basePath: "/v1" },
  "openai-compatible": { id: "catalyst", npm: "@ai-sdk/openai-compatible", basePath: "/v1" },
  ollama: { id: "ollama", npm: "@ai-sdk/openai-compatible", basePath: "/v1" },
};

/** The one provider that it may use, behind the gateway, and the model for all that it asks. */
export function providerSettings(input: InvocationInput): { model: string; settings: Record<string, unknown> } {
  const provider = (input.provider ?? "anthropic") as CredentialProvider;
  const { id, npm, basePath } = WIRINGS[provider];
  const wanted = input.model ?? usualModel(provider, "opencode");
  const name = wanted.startsWith(`${id}/`) ? wanted.slice(id.length + 1) : wanted;
  const options = {
    baseURL: `${input.gatewayUrl}/llm/${provider}${basePath}`,
    apiKey: input.token,
    headerTimeout: TIMEOUT_MILLISECONDS,
    chunkTimeout: TIMEOUT_MILLISECONDS,
  };
  const model = `${id}/${name}`;
  return {
    model,
    settings: {
      // A model that opencode doesn't know exists by being named here.
      provider: { [id]: { npm, options, models: { [name]: {} } } },
      enabled_providers: [id],
      model,
      small_model: model,
    },
  };
}
