import { CatalystError } from "../../catalyst-error.ts";

/** The key as it is to be stored. Throws `invalid_input` for text that no key can be. */
export function checkKey(text: string): string {
  const key = text.trim();
  if (key === "") {
    throw new CatalystError(
      "invalid_input",
      `Reading the key failed: nothing was given. Type it at the prompt, or pipe it in: catalyst credentials add <provider> < key.txt`,
    );
  }
  if (/[\u0000-\u0020\u007f-\uffff]/.test(key)) {
    throw new CatalystError(
      "invalid_input",
      "Reading the key failed: it holds blanks, line breaks or characters that no key has. Give the key alone, on one line.",
    );
  }
  return key;
}
