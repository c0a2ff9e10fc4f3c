import { CatalystError } from "../../catalyst-error.ts";
import type { CredentialProvider } from "../credential.ts";

/** Nothing shorter could be masked in what agents say. */
const SHORTEST = 8;
/** Servers of one's own often want a word for a key that they don't check. */
const MAY_BE_SHORT: readonly CredentialProvider[] = ["openai-compatible"];

/** The key as it is to be stored. Throws `invalid_input` for text that no key of the provider can be. */
export function checkKey(text: string, provider: CredentialProvider): string {
  const key = text.trim();
  if (key === "") {
    throw new CatalystError("invalid_input", `Reading the key failed: nothing was given.`, {
      way: { kind: "give_key", provider },
    });
  }
  if (/[\u0000-\u0020\u007f-\uffff]/.test(key)) {
    throw new CatalystError(
      "invalid_input",
      "Reading the key failed: it holds blanks, line breaks or characters that no key has. Give the key alone, on one line.",
    );
  }
  if (key.length < SHORTEST && !MAY_BE_SHORT.includes(provider)) {
    throw new CatalystError(
      "invalid_input",
      `Reading the key failed: it is shorter than ${SHORTEST} characters, as no key of ${provider} is. Give the whole key.`,
    );
  }
  return key;
}
