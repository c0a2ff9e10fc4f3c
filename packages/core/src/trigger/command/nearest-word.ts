const MAX_LENGTH = 24;
/** More slips than these make another word of it. */
const MAX_SLIPS = 2;

/** The word that is most like the one that was written; null: none is. */
export function nearestWord<Word extends string>(written: string, words: readonly Word[]): Word | null {
  if (written.length > MAX_LENGTH) {
    return null;
  }
  const ranked = words
    .map((word) => ({ word, slips: countSlips(written.toLowerCase(), word) }))
    .filter(({ word, slips }) => slips <= Math.min(MAX_SLIPS, word.length - 2))
    .toSorted((a, b) => a.slips - b.slips);
  return ranked[0]?.word ?? null;
}

/** How many letters were missed, added, mistaken or swapped with their neighbour. */
function countSlips(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const row = [i];
    for (let j = 1; j <= to.length; j++) {
      const isSame = from[i - 1] === to[j - 1];
      const isSwapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      row[j] = Math.min(
        (last[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (last[j - 1] ?? 0) + (isSame ? 0 : 1),
        isSwapped ? (beforeLast[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    beforeLast = last;
    last = row;
  }
  return last[to.length] ?? 0;
}
