import type { Account } from "./account.ts";
import type { Review, ReviewComment } from "./review.ts";
import type { Team } from "./team.ts";

/** What a pull request has beside an issue. */
export interface PullRequest {
  /** A branch of the repository. */
  base: string;
  /** A branch of the repository that `headRepositoryId` names: itself, or a fork of it. */
  head: string;
  headRepositoryId: number;
  /** Where the branches were when the pull request was open. */
  baseSha: string;
  headSha: string;
  isDraft: boolean;
  /** Measured by git whenever a branch moves. */
  size: PullSize;
  requestedReviewers: Account[];
  requestedTeams: Team[];
  merge: Merge | null;
  reviews: Review[];
  reviewComments: ReviewComment[];
}

export interface PullSize {
  additions: number;
  deletions: number;
  files: number;
  commits: number;
  isMergeable: boolean;
}

interface Merge {
  sha: string;
  by: Account;
  at: Date;
}
