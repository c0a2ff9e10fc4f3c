import { removeTerminalSequences } from "@catalyst/core";

/** C0 but tab and newline, DEL, C1, and everything that takes no room or turns text around: nobody sees it, and models read it. */
const UNSEEN = /[\p{Cc}\p{Default_Ignorable_Code_Point}\u061c\u2028\u2029\ufff9-\ufffb]/gu;
const SEEN = new Set(["\t", "\n"]);

/** Text of an agent or a repository with the characters that nobody sees written out, as `\u{200b}`: nothing is hidden, and nothing lost. */
export function showUnseen(text: string): string {
  return text
    .replaceAll("\r\n", "\n")
    .replace(UNSEEN, (character) =>
      SEEN.has(character) ? character : `\\u{${(character.codePointAt(0) as number).toString(16)}}`,
    )
    .toWellFormed();
}

/** The same without the sequences that colour a terminal. */
export function cleanText(text: string): string {
  return showUnseen(removeTerminalSequences(text));
}

/** The beginning of a text, and how much more there is. `maxLength` in UTF-16 units. */
export function cutText(text: string, maxLength: number): string {
  const left = text.length - maxLength;
  return left <= 0 ? text : `${text.slice(0, maxLength).toWellFormed()}… [${left} more characters]`;
}
