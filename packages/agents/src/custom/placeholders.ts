/** What a definition can leave to be filled in; the guide says what stands for each. */
export const PLACEHOLDERS = [
  "prompt",
  "promptFile",
  "model",
  "sessionId",
  "token",
  "baseUrl",
  "rootUrl",
  "home",
  "repository",
  "installation",
] as const;
export type Placeholder = (typeof PLACEHOLDERS)[number];

/** null: there is none this time. */
export type Values = Record<Placeholder, string | null>;

/** `{name}`; a doubled brace stands for itself. */
const PATTERN = /\{\{(\w+)\}\}|\{([A-Za-z]\w*)\}/g;

/** The names that a text leaves to be filled in, known or not. */
export function placeholdersIn(text: string): string[] {
  return [...text.matchAll(PATTERN)].flatMap(([, , name]) => name ?? []);
}

export function isPlaceholder(name: string): name is Placeholder {
  return (PLACEHOLDERS as readonly string[]).includes(name);
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
