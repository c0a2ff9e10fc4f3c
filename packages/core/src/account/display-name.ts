import { CatalystError } from "../catalyst-error.ts";

const MAX_CHARACTERS = 100;
/** Controls, direction marks, what is invisible, and what no character is yet. */
const HIDDEN = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;
/** More marks on one letter than any language has run over the lines above. */
const STACKED = /\p{M}{5}/u;

/**
 * What people call something, as it is stored: composed, with single blanks. Throws `invalid_input` for what is empty, longer than
 * 100 characters, or looks like something else than it is.
 */
export function cleanDisplayName(text: string, attempt: string): string {
  const name = text
    .normalize("NFC")
    .replaceAll(/[\p{Zs}\t]+/gu, " ")
    .trim();
  const problem = problemOf(name);
  if (problem !== null) {
    throw new CatalystError("invalid_input", `${attempt} failed: its name ${problem}.`);
  }
  return name;
}

function problemOf(name: string): string | null {
  if (name === "") {
    return "is empty";
  }
  if ([...name].length > MAX_CHARACTERS) {
    return `has more than ${MAX_CHARACTERS} characters`;
  }
  return HIDDEN.test(name) || STACKED.test(name) || !name.isWellFormed() ? "holds characters that can't be seen" : null;
}
