import type { PullPlace } from "../pulls/pull-call.ts";
import { fullName } from "../state/repository.ts";
import type { Review, ReviewComment } from "../state/review.ts";
import { nodeId, viewAccount } from "./view-account.ts";
import { associate, viewReactions, viewWritten } from "./view-issue.ts";

/** GitHub's `pull-request-review`. */
export function viewReview(place: PullPlace, review: Review) {
  const { world, repository } = place;
  const { id, author, body, state, commitId, submittedAt } = review;
  const { html, pull } = viewAddresses(place);
  const htmlUrl = `${html}#pullrequestreview-${id}`;
  return {
    ...{ id, node_id: nodeId("PullRequestReview", id), user: viewAccount(author, world.address), body, state },
    ...{ html_url: htmlUrl, pull_request_url: pull, commit_id: commitId },
    ...(submittedAt ? { submitted_at: submittedAt.toISOString() } : {}),
    author_association: associate(repository, author.id),
    _links: { html: { href: htmlUrl }, pull_request: { href: pull } },
  };
}

/** GitHub's `pull-request-review-comment`. */
export function viewReviewComment(place: PullPlace, comment: ReviewComment) {
  const { world, repository } = place;
  const { id, body, path, line, side, startLine, commitId, hunk, reviewId, inReplyTo } = comment;
  const { subject, movedLine, original } = readLines(comment);
  const { html, pull, comments } = viewAddresses(place);
  const url = `${comments}/${id}`;
  const htmlUrl = `${html}#discussion_r${id}`;
  const { performed_via_github_app: _, ...written } = viewWritten(world, repository, comment);
  return {
    ...{ id, node_id: nodeId("PullRequestReviewComment", id), url, html_url: htmlUrl, pull_request_url: pull, body },
    ...{ pull_request_review_id: reviewId, diff_hunk: hunk, path, commit_id: commitId, original_commit_id: commitId },
    ...{ line: movedLine, side, start_line: movedLine === null ? null : startLine, subject_type: subject },
    ...{ original_line: original, original_start_line: startLine, position: movedLine, original_position: line },
    ...{ start_side: startLine === null ? null : side, ...written },
    ...(inReplyTo === null ? {} : { in_reply_to_id: inReplyTo }),
    reactions: viewReactions(comment.reactions, `${url}/reactions`),
    _links: { self: { href: url }, html: { href: htmlUrl }, pull_request: { href: pull } },
  };
}

/** A comment on a whole file is on no line. */
function readLines({ subject, movedLine, line }: ReviewComment) {
  return subject === "file" ? { subject, movedLine: null, original: null } : { subject, movedLine, original: line };
}

/** GitHub's `review-comment`, which lists of one review have. */
export function viewCommentOfReview(place: PullPlace, comment: ReviewComment) {
  const { subject_type: _, ...view } = viewReviewComment(place, comment);
  return view;
}

function viewAddresses({ world, repository, issue }: PullPlace) {
  const pulls = `${world.address}/repos/${fullName(repository)}/pulls`;
  const html = `${world.address}/${fullName(repository)}/pull/${issue.number}`;
  return { html, pull: `${pulls}/${issue.number}`, comments: `${pulls}/comments` };
}
