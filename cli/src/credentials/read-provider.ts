import type { Credential } from "@catalyst/api";
import { CatalystError } from "@catalyst/core/apart";

/** Each once; a missing one doesn't compile. */
const PROVIDERS = Object.keys({
  anthropic: 0,
  openai: 0,
  gemini: 0,
  openrouter: 0,
  ollama: 0,
  "openai-compatible": 0,
} satisfies Record<Credential["provider"], 0>) as Credential["provider"][];

export function isProvider(text: string): text is Credential["provider"] {
  return PROVIDERS.some((name) => name === text);
}

/** Throws `invalid_input` that names the providers. */
export function readProvider(text: string): Credential["provider"] {
  const provider = PROVIDERS.find((name) => name === text.toLowerCase());
  if (provider === undefined) {
    throw new CatalystError(
      "invalid_input",
      `Unknown provider ${looksLikeKey(text) ? "(not repeated: it looks like a key)" : `"${text}"`}. Known are: ${PROVIDERS.join(", ")}.`,
    );
  }
  return provider;
}

/** Longer than any provider's name, or as keys begin. */
function looksLikeKey(text: string): boolean {
  return text.length > 24 || /^(sk|key)-|^AIza/.test(text);
}
