import type { ReviewFinding } from "../../result/review.ts";

/** What was said of a pull request before. */
export interface SaidReview {
  /** The commit that the last review was of. */
  commit: string;
  /** What stands of all reviews: what a later one took for mended doesn't. */
  findings: readonly ReviewFinding[];
  /** What the last one was of; empty: all of the change. */
  paths: readonly string[];
}

/** Lines move by what was changed above them. */
const NEAR_LINES = 30;
/** Of the words of both: an agent says the same in other words. */
const LEAST_ALIKE = 0.5;

/** Findings without those that an earlier review has said: of the same file, near the same line, in much the same words. */
export function dropRepeated(
  findings: readonly ReviewFinding[],
  said: Pick<SaidReview, "findings"> | null,
): ReviewFinding[] {
  return findings.filter((finding) => said?.findings.some((before) => isSame(finding, before)) !== true);
}

function isSame(one: ReviewFinding, other: ReviewFinding): boolean {
  const isNear = one.line === null || other.line === null || Math.abs(one.line - other.line) <= NEAR_LINES;
  return one.file === other.file && isNear && measureLikeness(one.text, other.text) >= LEAST_ALIKE;
}

/** How many of the words that either has both have, from 0 to 1. */
function measureLikeness(one: string, other: string): number {
  const [words, others] = [wordsOf(one), wordsOf(other)];
  const common = [...words].filter((word) => others.has(word)).length;
  return common === 0 ? 0 : common / (words.size + others.size - common);
}

function wordsOf(text: string): Set<string> {
  return new Set(text.toLowerCase().match(/[\p{L}\p{N}_]{2,}/gu) ?? []);
}
