import type { IssuePlace } from "../issues/issue-call.ts";
import type { Issue } from "../state/issue.ts";
import type { PullRequest } from "../state/pull-request.ts";
import type { Repository } from "../state/repository.ts";
import type { Review, ReviewComment } from "../state/review.ts";
import type { Comment } from "../state/written.ts";

interface InPull {
  place: IssuePlace;
  pull: PullRequest;
}

/** Something with a global id, and where it is. */
export type Found =
  | { kind: "Repository"; repository: Repository }
  | { kind: "Issue"; place: IssuePlace }
  | { kind: "PullRequest"; place: IssuePlace }
  | { kind: "IssueComment"; place: IssuePlace; comment: Comment }
  | ({ kind: "PullRequestReview"; review: Review } & InPull)
  | ({ kind: "PullRequestReviewComment"; comment: ReviewComment } & InPull)
  | ({ kind: "PullRequestReviewThread"; comment: ReviewComment } & InPull);

export function kindOf({ pullRequest }: Issue): "Issue" | "PullRequest" {
  return pullRequest ? "PullRequest" : "Issue";
}
