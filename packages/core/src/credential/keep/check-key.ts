import { CatalystError } from "../../catalyst-error.ts";
import type { CredentialProvider } from "../credential.ts";
import { looksLikeLogin, readChatGptLogin, serializeTokens } from "../subscription/chatgpt-login.ts";

/** Nothing shorter could be masked in what agents say. */
const SHORTEST = 8;
const LONGEST = 8192;
/** Servers of one's own often want a word for a key that they don't check. */
const MAY_BE_SHORT: readonly CredentialProvider[] = ["openai-compatible"];

/** The secret as it is to be stored: a key, or a login. Throws `invalid_input` for text that none of the provider can be. */
export function checkSecret(text: string, provider: CredentialProvider): string {
  if (provider === "ollama") {
    return "";
  }
  return provider === "openai" && looksLikeLogin(text)
    ? serializeTokens(readChatGptLogin(text))
    : checkKey(text, provider);
}

function checkKey(text: string, provider: CredentialProvider): string {
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
  if (key.length > LONGEST) {
    throw new CatalystError("invalid_input", `Reading the key failed: it is longer than ${LONGEST} characters.`);
  }
  if (key.length < SHORTEST && !MAY_BE_SHORT.includes(provider)) {
    throw new CatalystError(
      "invalid_input",
      `Reading the key failed: it is shorter than ${SHORTEST} characters, as no key of ${provider} is. Give the whole key.`,
    );
  }
  return key;
}
