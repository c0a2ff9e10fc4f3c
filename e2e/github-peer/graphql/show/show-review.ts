import type { PullPlace } from "../../pulls/pull-call.ts";
import { findThread } from "../../review-comments/threads.ts";
import type { Review, ReviewComment } from "../../state/review.ts";
import { nodeId } from "../../views/view-account.ts";
import { viewReview, viewReviewComment } from "../../views/view-review.ts";
import type { Asking } from "../asking.ts";
import { makeConnection, type PageArgs } from "../connection.ts";
import { showCommitId } from "./show-commit.ts";
import { showAccount, showMinimized, showWritten } from "./show-written.ts";

export function showReview(asking: Asking, place: PullPlace, review: Review) {
  const { id, author, body, state, submittedAt, commitId } = review;
  const own = place.pull.reviewComments.filter(({ reviewId }) => reviewId === id);
  const at = submittedAt ?? place.world.now();
  const written = { id, author, createdAt: at, updatedAt: at, reactions: [], edits: [] };
  return {
    ...{ ...showWritten(asking, place, written), __typename: "PullRequestReview", id: nodeId("PullRequestReview", id) },
    ...{ body, state, submittedAt: submittedAt?.toISOString() ?? null, ...showMinimized(review) },
    ...{ url: viewReview(place, review).html_url, commit: showCommitId(asking, place.repository, commitId) },
    pullRequest: () => asking.show({ kind: "PullRequest", place }),
    comments: (args: PageArgs) => {
      return makeConnection(
        "comments",
        own.map((comment) => showReviewComment(asking, place, comment)),
        args,
      );
    },
  };
}

export function showReviewComment(asking: Asking, place: PullPlace, comment: ReviewComment) {
  const { pull, repository } = place;
  const { id, body, path, hunk, inReplyTo, reviewId, subject } = comment;
  const first = pull.reviewComments.find((each) => each.id === inReplyTo);
  const review = pull.reviews.find((each) => each.id === reviewId);
  return {
    ...{ ...showWritten(asking, place, comment), __typename: "PullRequestReviewComment", body, bodyText: body, path },
    ...{ id: nodeId("PullRequestReviewComment", id), diffHunk: hunk, ...showMinimized(comment), ...showLines(comment) },
    ...{ url: viewReviewComment(place, comment).html_url, state: "SUBMITTED", subjectType: subject.toUpperCase() },
    ...{ outdated: isOutdated(comment), commit: showCommitId(asking, repository, comment.commitId) },
    originalCommit: showCommitId(asking, repository, comment.commitId),
    replyTo: () => (first ? showReviewComment(asking, place, first) : null),
    pullRequestReview: () => (review ? showReview(asking, place, review) : null),
    pullRequest: () => asking.show({ kind: "PullRequest", place }),
  };
}

/** A thread is named by its first comment. */
export function showThread(asking: Asking, place: PullPlace, first: ReviewComment) {
  const { pull, repository } = place;
  const { id, path, side, startLine, resolvedBy, subject } = first;
  return {
    ...{ __typename: "PullRequestReviewThread", id: nodeId("PullRequestReviewThread", id), path },
    ...{ isResolved: resolvedBy !== null, isCollapsed: resolvedBy !== null, isOutdated: isOutdated(first) },
    ...{ ...showLines(first), diffSide: side, startDiffSide: startLine === null ? null : side },
    ...{ subjectType: subject.toUpperCase(), resolvedBy: resolvedBy && showAccount(asking, resolvedBy) },
    ...{ viewerCanReply: true, viewerCanResolve: resolvedBy === null, viewerCanUnresolve: resolvedBy !== null },
    repository: () => asking.show({ kind: "Repository", repository }),
    pullRequest: () => asking.show({ kind: "PullRequest", place }),
    comments: (args: PageArgs) => {
      const comments = findThread(pull, first).map((comment) => showReviewComment(asking, place, comment));
      return makeConnection("comments", comments, args);
    },
  };
}

function isOutdated({ subject, movedLine }: ReviewComment): boolean {
  return subject === "line" && movedLine === null;
}

function showLines({ subject, line, movedLine, startLine }: ReviewComment) {
  if (subject === "file") {
    return { line: null, originalLine: null, startLine: null, originalStartLine: null };
  }
  return { line: movedLine, originalLine: line, startLine, originalStartLine: startLine };
}
