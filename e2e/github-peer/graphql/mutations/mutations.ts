import { createCommitOnBranch } from "./create-commit.ts";
import { minimizeComment, unminimizeComment } from "./minimize-comment.ts";
import { deleteIssue, transferIssue } from "./move-issue.ts";
import { convertPullRequestToDraft, markPullRequestReadyForReview } from "./set-draft.ts";
import { addPullRequestReviewThreadReply, resolveReviewThread, unresolveReviewThread } from "./threads.ts";

/** What can be changed, by GitHub's names. */
export const MUTATIONS = {
  ...{ convertPullRequestToDraft, markPullRequestReadyForReview, createCommitOnBranch },
  ...{ addPullRequestReviewThreadReply, resolveReviewThread, unresolveReviewThread },
  ...{ deleteIssue, transferIssue },
  ...{ minimizeComment, unminimizeComment },
};
