import { CatalystError, type CredentialProvider } from "@catalyst/core";

/** For agents that speak to several providers and know no usual model themselves. null: every installation has other models. */
const USUAL_MODELS: Record<CredentialProvider, string | null> = {
  anthropic: "claude-sonnet-4-5",
  openai: "gpt-5",
  gemini: "gemini-2.5-pro",
  openrouter: "anthropic/claude-sonnet-4.5",
  "openai-compatible": null,
  ollama: null,
};

/** Throws `invalid_input`, naming the agent, where nobody named a model and the provider has no usual one. */
export function usualModel(provider: CredentialProvider, agentName: string): string {
  const model = USUAL_MODELS[provider];
  if (model === null) {
    throw new CatalystError(
      "invalid_input",
      `Starting ${agentName} failed: the provider "${provider}" has no usual model.`,
      { way: { kind: "choose", what: "model" } },
    );
  }
  return model;
}
