/** What moves a cursor, hides, or turns the direction of what follows. */
const UNSHOWABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Bidi_Control}]/gu;

/** A path's bytes, given in latin1, as text; null when they aren't UTF-8. */
export function pathText(path: string): string | null {
  const text = Buffer.from(path, "latin1").toString("utf8");
  return Buffer.from(text, "utf8").toString("latin1") === path ? text : null;
}

/** A path's bytes, given in latin1, for people: what can't be shown is written as a code. */
export function showPath(path: string): string {
  const text = pathText(path) ?? path.replaceAll(/[\u0080-\u00ff]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16)}`);
  return showText(text);
}

export function showText(text: string): string {
  return text.replaceAll(UNSHOWABLE, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}
