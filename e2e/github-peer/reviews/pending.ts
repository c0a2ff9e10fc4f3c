import type { Account } from "../state/account.ts";
import type { PullRequest } from "../state/pull-request.ts";
import type { Review, ReviewComment } from "../state/review.ts";

/** A review that isn't submitted is its author's alone. */
export function isShownTo(review: Review, reader: Account | null): boolean {
  return review.state !== "PENDING" || review.author.id === reader?.id;
}

/** Comments that everybody sees: those of reviews that are submitted. */
export function listPublished({ reviews, reviewComments }: PullRequest): ReviewComment[] {
  const waiting = new Set(reviews.filter(({ state }) => state === "PENDING").map(({ id }) => id));
  return reviewComments.filter(({ reviewId }) => !waiting.has(reviewId));
}
