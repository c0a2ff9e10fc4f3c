import { maskRanges } from "./mask-ranges.ts";
import { cover, type Range, type SecretFinder } from "./secret-finder.ts";

/** A piece's end that is the beginning of a secret is masked from this many characters on. */
export const MIN_DANGLING_LENGTH = 6;

/**
 * Masks secrets in a piece of a longer text, given the unmasked end of what came before. What is stored can't be taken
 * back, so the beginning of a secret at the piece's end is masked at once, and the rest of it in the next pieces. Of a
 * secret that is torn apart, no more than its first `MIN_DANGLING_LENGTH - 1` characters stay readable.
 */
export function redactContinued(
  piece: { text: string; before: string },
  finder: SecretFinder,
): { text: string; before: string } {
  const joined = piece.before + piece.text;
  const { ranges, dangling } = finder.find(joined);
  if (dangling >= MIN_DANGLING_LENGTH) {
    cover(ranges, { start: joined.length - dangling, end: joined.length });
  }
  const own = ranges.map((range) => shift(range, piece.before.length)).filter((range) => range.end > range.start);
  // A secret that goes on after this piece began at most `dangling` characters ago.
  return { text: maskRanges(piece.text, own), before: dangling === 0 ? "" : joined.slice(-dangling) };
}

function shift(range: Range, by: number): Range {
  return { start: Math.max(0, range.start - by), end: range.end - by };
}
