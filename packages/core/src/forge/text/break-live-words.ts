import type { Part } from "./kept-parts.ts";

/** Nothing is seen of it, and nothing is read across it. */
const BREAK = "\u200b";

/** A way of Markdown or of a forge to make something of words: `at` is where it is broken, in the match. */
interface LiveWord {
  pattern: RegExp;
  at: (match: string) => number;
}

const after = (length: number) => () => length;

/** Each reads a letter a bounded number of times. */
const LIVE_WORDS: readonly LiveWord[] = [
  // Mentions of people and teams, addresses of mail.
  { pattern: /@/g, at: after(1) },
  // HTML, and links in angle brackets.
  { pattern: /<(?=[A-Za-z/!?])/g, at: after(1) },
  // Letters written as numbers or names.
  { pattern: /&(?=#?\w{1,40};)/g, at: after(1) },
  // Images, links, their definitions and footnotes.
  { pattern: /!(?=\[)/g, at: after(1) },
  { pattern: /\](?=[([:])/g, at: after(1) },
  { pattern: /\[(?=\^)/g, at: after(1) },
  // Addresses without a mark.
  { pattern: /:(?=\/\/)/g, at: after(1) },
  { pattern: /www(?=\.)/gi, at: after(3) },
  // Numbers in other repositories, whose name may end in a mark.
  { pattern: /(?<=[^\s([])#(?=\d)/g, at: after(1) },
  // Words that close an issue when what they stand in is merged.
  {
    pattern:
      /(?<!\p{L})(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?)(?=[^\p{L}\p{N}]{1,40}(?:[^\s#]{0,200}#[^\p{L}\p{N}]{0,4}\d|GH[^\p{L}\p{N}]{0,4}\d|https?:))/giu,
    at: after(1),
  },
  // What we and other machines take for commands.
  { pattern: /(?<=^(?:[^\p{L}\p{N}\n/]|\d{1,9}[.)]){0,40})\/(?=\p{L})/gmu, at: after(1) },
  { pattern: /\/(?=catalyst)/gi, at: after(1) },
];

/** The text with nothing in it that a forge makes a link, a mention, an image or anything else of; read, it is the same. */
export function breakLiveWords(text: string, kept: readonly Part[]): string {
  const places = new Set<number>();
  for (const { pattern, at } of LIVE_WORDS) {
    for (const { 0: match, index } of text.matchAll(pattern)) {
      places.add(index + at(match));
    }
  }
  const isKept = keptPlaces(kept.toSorted((a, b) => a.from - b.from));
  let broken = "";
  let from = 0;
  for (const place of [...places].toSorted((a, b) => a - b)) {
    if (!isKept(place)) {
      broken += text.slice(from, place) + BREAK;
      from = place;
    }
  }
  return broken + text.slice(from);
}

/** Whether a place is within one of the parts, which are in order. To be asked from the start on. */
function keptPlaces(kept: readonly Part[]): (place: number) => boolean {
  let next = 0;
  return (place) => {
    while ((kept[next]?.to ?? Number.POSITIVE_INFINITY) <= place) {
      next += 1;
    }
    return (kept[next]?.from ?? Number.POSITIVE_INFINITY) < place;
  };
}
