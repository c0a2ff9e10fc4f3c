import type { CredentialProvider } from "@catalyst/core";
import { anthropic } from "./anthropic.ts";
import type { Dialect } from "./dialect.ts";
import { gemini } from "./gemini.ts";
import { ollama } from "./ollama.ts";
import { openAiCompatible, openai, openrouter } from "./openai.ts";

/** By the path's segment behind `/llm`, which is the provider's name. */
export const DIALECTS: Readonly<Record<CredentialProvider, Dialect>> = {
  anthropic,
  openai,
  openrouter,
  gemini,
  ollama,
  "openai-compatible": openAiCompatible,
};

/** Which provider's path it is, and what stands behind it; null for paths outside `/llm`. */
export function splitLlmPath(path: string): { provider: CredentialProvider; rest: string } | null {
  const [, provider = "", rest = ""] = /^\/llm\/([^/]+)(\/.*)$/.exec(path) ?? [];
  return Object.hasOwn(DIALECTS, provider) ? { provider: provider as CredentialProvider, rest } : null;
}
