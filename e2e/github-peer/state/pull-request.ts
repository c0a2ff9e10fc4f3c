import type { Review, ReviewComment } from "./review.ts";

/** What a pull request has beside an issue. */
export interface PullRequest {
  /** Branches of the repository itself: forks aren't there. */
  base: string;
  head: string;
  /** Where the branches were when the pull request was open. */
  baseSha: string;
  headSha: string;
  isDraft: boolean;
  reviews: Review[];
  reviewComments: ReviewComment[];
}
