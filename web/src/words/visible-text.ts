/**
 * What is written in a text but not seen, or turns what is around it about: somebody else's words could look like others than they
 * are. Line ends and tabs stay, and so does what joins pictures into one.
 */
const UNSEEN =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]|\u034f|\u180b|\u180c|\u180d|\u180f|(?<!\p{Extended_Pictographic}\ufe0f?\p{Emoji_Modifier}?)\u200d|[\u{e0000}-\u{e0fff}]|[\u{1d173}-\u{1d17a}]/gu;

/** The text with a name in the place of each sign that nobody would see. */
export function visibleText(text: string): string {
  return text.replaceAll(UNSEEN, (sign) => `⟨${nameOf(sign)}⟩`);
}

function nameOf(sign: string): string {
  return `U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}
