import type { Asking } from "../asking.ts";
import type { Found } from "../found.ts";
import { showIssue } from "./show-issue.ts";
import { showPull } from "./show-pull.ts";
import { showRepository } from "./show-repository.ts";
import { showReview, showReviewComment, showThread } from "./show-review.ts";
import { showComment } from "./show-written.ts";

/** Something that was found by its global id. */
export function showFound(asking: Asking, found: Found): object {
  switch (found.kind) {
    case "Repository":
      return showRepository(asking, found.repository);
    case "Issue":
      return showIssue(asking, found.place);
    case "PullRequest":
      return showPull(asking, found.place);
    case "IssueComment":
      return showComment(asking, found.place, found.comment);
    case "PullRequestReview":
      return showReview(asking, { ...found.place, pull: found.pull }, found.review);
    case "PullRequestReviewThread":
      return showThread(asking, { ...found.place, pull: found.pull }, found.comment);
    case "PullRequestReviewComment":
      return showReviewComment(asking, { ...found.place, pull: found.pull }, found.comment);
  }
}
