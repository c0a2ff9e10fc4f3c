/** What a definition can leave to be filled in, and what stands for it. */
export const PLACEHOLDERS = {
  prompt: "what the agent is asked to do",
  promptFile: "the path of a file with the prompt",
  model: "the model's name",
  sessionId: "the agent's own name for the session to go on in",
  token: "the key that the gateway takes",
  baseUrl: "the gateway's base URL with the dialect's usual version, as in http://127.0.0.1:8787/llm/openai/v1",
  rootUrl: "the same without the version",
  home: "the agent's home",
  repository: "the repository's path",
  installation: "the path of what was installed",
} as const;
export type Placeholder = keyof typeof PLACEHOLDERS;

/** null: there is none this time. */
export type Values = Record<Placeholder, string | null>;

/** `{name}`; a doubled brace stands for itself. */
const PATTERN = /\{\{(\w+)\}\}|\{([A-Za-z]\w*)\}/g;

/** The names that a text leaves to be filled in, known or not. */
export function placeholdersIn(text: string): string[] {
  return [...text.matchAll(PATTERN)].flatMap(([, , name]) => name ?? []);
}

export function isPlaceholder(name: string): name is Placeholder {
  return Object.hasOwn(PLACEHOLDERS, name);
}

/** The text with every placeholder filled in once: a value is never looked through. null where one has no value. */
export function fillIn(text: string, values: Values): string | null {
  let isWhole = true;
  const filled = text.replaceAll(PATTERN, (found, doubled: string | undefined, name: string | undefined) => {
    if (doubled !== undefined) {
      return `{${doubled}}`;
    }
    const value = name !== undefined && isPlaceholder(name) ? values[name] : found;
    isWhole &&= value !== null;
    return value ?? "";
  });
  return isWhole ? filled : null;
}
