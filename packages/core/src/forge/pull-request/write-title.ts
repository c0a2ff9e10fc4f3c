import { neutralize } from "../text/neutralize.ts";

const MAX_TITLE = 72;

/**
 * A pull request's title of words of anybody: one line of at most 72 characters that mentions nobody and closes nothing, not even
 * where it becomes a commit's message.
 */
export function writeTitle(text: string): string {
  const line = text
    .slice(0, MAX_TITLE * 8)
    .replaceAll(/[\s\p{Zl}\p{Zp}]+/gu, " ")
    .trim();
  const characters = [...neutralize(line)];
  const title = characters.length <= MAX_TITLE ? characters.join("") : `${cutAtWord(characters)}…`;
  return title === "" ? "Changes" : title;
}

function cutAtWord(characters: readonly string[]): string {
  const cut = characters.slice(0, MAX_TITLE - 1).join("");
  const end = cut.lastIndexOf(" ");
  return end > MAX_TITLE / 2 ? cut.slice(0, end) : cut;
}
