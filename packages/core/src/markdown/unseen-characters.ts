/** Those that turn the order in which others are shown. */
export const BIDI_CONTROL = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
/** Those that are not shown at all, but for what emoji are put together with. */
export const INVISIBLE_CHARACTER =
  /(?!(?<=\p{Extended_Pictographic})(?:\ufe0e|\ufe0f)|(?<=\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f)\u200d(?=\p{Extended_Pictographic}))[\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/gu;
/** Those for machines; none of them ends a line. */
export const CONTROL_CHARACTER = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;

const UNSEEN = new RegExp(
  `${BIDI_CONTROL.source}|${INVISIBLE_CHARACTER.source}|${CONTROL_CHARACTER.source}|\\r(?!\\n)`,
  "gu",
);

/** A file's or a diff's text with everything in it, in which what isn't shown is written as its number: `⟨U+202E⟩`. */
export function showUnseen(text: string): string {
  return text.replaceAll(UNSEEN, (character) => {
    const number = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
    return `⟨U+${number}⟩`;
  });
}

/** Whether it has what isn't shown. */
export function hasUnseen(text: string): boolean {
  return removeUnseen(text) !== text;
}

/** The text without what isn't shown. */
export function removeUnseen(text: string): string {
  return text.replaceAll(UNSEEN, "");
}
