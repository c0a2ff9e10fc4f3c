import type { CredentialProvider } from "@catalyst/core";
import type { InvocationInput } from "../agent-adapter.ts";
import { usualModel } from "../usual-model.ts";

/** How aider's library (litellm 1.81) reaches a provider. */
interface Wiring {
  /** What names the provider in front of a model's name. */
  prefix: string;
  keyVariable: string;
  baseVariable: string;
  /** The version, where the library expects it in the base URL. */
  basePath: string;
}

const WIRINGS: Record<CredentialProvider, Wiring> = {
  anthropic: {
    prefix: "anthropic/",
    keyVariable: "ANTHROPIC_API_KEY",
    baseVariable: "ANTHROPIC_API_BASE",
    basePath: "",
  },
  openai: {
    prefix: "openai/",
    keyVariable: "OPENAI_API_KEY",
    baseVariable: "OPENAI_API_BASE",
    basePath: "/v1",
  },
  gemini: {
    prefix: "gemini/",
    keyVariable: "GEMINI_API_KEY",
    baseVariable: "GEMINI_API_BASE",
    basePath: "/v1beta",
  },
  openrouter: {
    prefix: "openrouter/",
    keyVariable: "OPENROUTER_API_KEY",
    baseVariable: "OPENROUTER_API_BASE",
    basePath: "/v1",
  },
  "openai-compatible": {
    prefix: "openai/",
    keyVariable: "OPENAI_API_KEY",
    baseVariable: "OPENAI_API_BASE",
    basePath: "/v1",
  },
  ollama: {
    prefix: "ollama_chat/",
    keyVariable: "OLLAMA_API_KEY",
    baseVariable: "OLLAMA_API_BASE",
    basePath: "",
  },
};

/** The model as aider names it, and the variables that lead its requests to the gateway. */
export function chooseModel(input: InvocationInput): { model: string; env: Record<string, string> } {
  const provider = (input.provider ?? "anthropic") as CredentialProvider;
  const { prefix, keyVariable, baseVariable, basePath } = WIRINGS[provider];
  const wanted = input.model ?? usualModel(provider, "Aider");
  // Names at a server of one's own may begin with any word.
  const isPrefixed = provider !== "openai-compatible" && wanted.startsWith(prefix);
  return {
    model: isPrefixed ? wanted : `${prefix}${wanted}`,
    env: { [keyVariable]: input.token, [baseVariable]: `${input.gatewayUrl}/llm/${provider}${basePath}` },
  };
}
