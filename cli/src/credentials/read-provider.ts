import { CatalystError, CredentialProvider } from "@catalyst/core";

/** Throws `invalid_input` that names the providers. */
export function readProvider(text: string): CredentialProvider {
  const parsed = CredentialProvider.safeParse(text.toLowerCase());
  if (!parsed.success) {
    throw new CatalystError(
      "invalid_input",
      `Unknown provider "${text}". Known are: ${CredentialProvider.options.join(", ")}.`,
    );
  }
  return parsed.data;
}
