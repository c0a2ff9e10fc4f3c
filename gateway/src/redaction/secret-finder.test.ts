import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { createSecretFinder, type Findings } from "./secret-finder.ts";

/** Few letters, so that patterns overlap, hold each other and repeat. */
const word = fc.string({ unit: fc.constantFrom("a", "b", "é", "ü", "\u4e2d"), minLength: 1, maxLength: 8 });

/** What every pattern, looked for by itself, says. */
function findOneByOne(text: string, patterns: readonly string[]): Findings {
  const covered = new Set<number>();
  for (const pattern of patterns) {
    for (let at = text.indexOf(pattern); at !== -1; at = text.indexOf(pattern, at + 1)) {
      for (let offset = 0; offset < pattern.length; offset += 1) {
        covered.add(at + offset);
      }
    }
  }
  const beginnings = patterns.flatMap((pattern) =>
    Array.from(pattern.slice(0, -1), (_, end) => pattern.slice(0, end + 1)),
  );
  const dangling = Math.max(0, ...beginnings.filter((begin) => text.endsWith(begin)).map(({ length }) => length));
  const places = [...covered].sort((a, b) => a - b);
  const starts = places.filter((place) => !covered.has(place - 1));
  const ends = places.filter((place) => !covered.has(place + 1)).map((place) => place + 1);
  return { ranges: starts.map((start, index) => ({ start, end: ends[index] as number })), dangling };
}

test("many patterns at once are found as one by one", () => {
  fc.assert(
    fc.property(fc.array(word, { maxLength: 8 }), fc.array(word, { maxLength: 12 }), (patterns, words) => {
      const text = words.join("");
      const { ranges, dangling } = createSecretFinder(patterns).find(text);
      const expected = findOneByOne(text, patterns);
      const covered = (all: Findings["ranges"]) =>
        all.flatMap(({ start, end }) => text.slice(start, end).split("")).length;
      expect(ranges.every(({ start }, index) => start > (ranges[index - 1]?.end ?? -1))).toBe(true);
      expect(covered(ranges)).toBe(covered(expected.ranges));
      expect(ranges).toEqual(expected.ranges);
      expect(dangling).toBe(expected.dangling);
    }),
    { numRuns: 2000 },
  );
});

test("without patterns there is nothing to find", () => {
  expect(createSecretFinder([]).find("text")).toEqual({ ranges: [], dangling: 0 });
});

/** How often a text's characters are looked at. */
function countLooks(text: string, patterns: readonly string[]): number {
  const finder = createSecretFinder(patterns);
  const charCodeAt = vi.spyOn(String.prototype, "charCodeAt");
  finder.find(text);
  const looks = charCodeAt.mock.calls.length;
  charCodeAt.mockRestore();
  return looks;
}

test("each character is looked at once, however many patterns there are and however they resemble the text", () => {
  const text = "a".repeat(3000);
  for (const count of [1, 10, 100]) {
    const patterns = Array.from({ length: count }, (_, number) => `${"a".repeat(100 + number)}b`);
    expect(countLooks(text, patterns)).toBe(text.length);
  }
});
