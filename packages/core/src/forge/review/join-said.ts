import type { Review } from "../../result/review.ts";
import { dropRepeated, type SaidReview } from "./drop-repeated.ts";
import { findingKey } from "./finding-key.ts";

/** As many of a pull request's reviews count. */
export const MAX_SAID_REVIEWS = 20;
/** Of what stands of them, the newest. */
const MAX_SAID_FINDINGS = 100;

/** One review that was said, with what its agent found. */
export interface OneReview {
  commit: string;
  review: Review | null;
  paths: readonly string[];
}

/** What was said of a pull request and stands, by its reviews from the oldest on; null: there is none. */
export function joinSaid(reviews: readonly OneReview[]): SaidReview | null {
  const last = reviews.at(-1);
  if (last === undefined) {
    return null;
  }
  let findings: SaidReview["findings"] = [];
  for (const { review } of reviews) {
    const isMended = new Set(review?.mended ?? []);
    const standing = findings.filter((finding) => !isMended.has(findingKey(finding)));
    findings = [...standing, ...dropRepeated(review?.findings ?? [], { findings: standing })];
  }
  return { commit: last.commit, findings: findings.slice(-MAX_SAID_FINDINGS), paths: last.paths };
}
