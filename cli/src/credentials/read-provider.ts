import { CatalystError, CredentialProvider } from "@catalyst/core";

/** Throws `invalid_input` that names the providers. */
export function readProvider(text: string): CredentialProvider {
  const parsed = CredentialProvider.safeParse(text.toLowerCase());
  if (!parsed.success) {
    throw new CatalystError(
      "invalid_input",
      `Unknown provider ${looksLikeKey(text) ? "(not repeated: it looks like a key)" : `"${text}"`}. Known are: ${CredentialProvider.options.join(", ")}.`,
    );
  }
  return parsed.data;
}

/** Longer than any provider's name, or as keys begin. */
function looksLikeKey(text: string): boolean {
  return text.length > 24 || /^(sk|key)-|^AIza/.test(text);
}
