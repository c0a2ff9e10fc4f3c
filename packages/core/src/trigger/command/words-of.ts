/** A command's line after our name, and the same with marks in the place of all but plain words. */
export interface CommandLine {
  text: string;
  words: string;
}

export interface Word {
  text: string;
  /** With marks in the place of all that isn't plain. */
  plain: string;
  from: number;
  to: number;
}

/** What is seen as a blank, in any script. */
export const BLANK = String.raw`[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]`;
const WORD = new RegExp(`(?:(?!${BLANK}).)+`, "gsu");
const TURNING = /[\u202a-\u202e\u2066-\u2069]/;

export function wordsOf({ text, words }: CommandLine): Word[] {
  return [...words.matchAll(WORD)].map(({ 0: plain, index }) => ({
    text: text.slice(index, index + plain.length),
    plain,
    from: index,
    to: index + plain.length,
  }));
}

/** Whether parts of it are seen in another order than they have. */
export function isTurned(text: string): boolean {
  return TURNING.test(text);
}
