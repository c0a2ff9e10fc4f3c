import type { Provider } from "./providers.ts";

const BEGINNINGS: readonly [RegExp, Provider][] = [
  [/^sk-ant-/, "anthropic"],
  [/^sk-or-/, "openrouter"],
  [/^sk-(?:proj|svcacct|admin)-/, "openai"],
  [/^(?:AIza|AQ\.)/, "gemini"],
  // What `codex login` writes.
  [/^\{.*"tokens"/s, "openai"],
];

/** Whose key a text looks like; null: it could be anybody's. */
export function recogniseProvider(key: string): Provider | null {
  return BEGINNINGS.find(([beginning]) => beginning.test(key.trim()))?.[1] ?? null;
}
