import type { PullPlace } from "../pulls/pull-call.ts";
import { fullName } from "../state/repository.ts";
import type { Review, ReviewComment } from "../state/review.ts";
import { nodeId, viewAccount } from "./view-account.ts";
import { viewReactions, viewWritten } from "./view-issue.ts";

/** GitHub's `pull-request-review`. */
export function viewReview(place: PullPlace, review: Review) {
  const { world, repository } = place;
  const { id, author, body, state, commitId, submittedAt } = review;
  const { html, pull } = viewAddresses(place);
  const htmlUrl = `${html}#pullrequestreview-${id}`;
  const written = { id, author, createdAt: submittedAt, updatedAt: submittedAt, reactions: [] };
  return {
    ...{ id, node_id: nodeId("PullRequestReview", id), user: viewAccount(author, world.address), body, state },
    ...{ html_url: htmlUrl, pull_request_url: pull, commit_id: commitId, submitted_at: submittedAt.toISOString() },
    author_association: viewWritten(world, repository, written).author_association,
    _links: { html: { href: htmlUrl }, pull_request: { href: pull } },
  };
}

/** GitHub's `pull-request-review-comment`. */
export function viewReviewComment(place: PullPlace, comment: ReviewComment) {
  const { world, repository } = place;
  const { id, body, path, line, side, startLine, commitId, hunk, reviewId, inReplyTo } = comment;
  const { html, pull, comments } = viewAddresses(place);
  const url = `${comments}/${id}`;
  const htmlUrl = `${html}#discussion_r${id}`;
  const { performed_via_github_app: _, ...written } = viewWritten(world, repository, comment);
  return {
    ...{ id, node_id: nodeId("PullRequestReviewComment", id), url, html_url: htmlUrl, pull_request_url: pull, body },
    ...{ pull_request_review_id: reviewId, diff_hunk: hunk, path, commit_id: commitId, original_commit_id: commitId },
    ...{ line, original_line: line, side, start_line: startLine, original_start_line: startLine, subject_type: "line" },
    ...{ start_side: startLine === null ? null : side, ...written },
    ...(inReplyTo === null ? {} : { in_reply_to_id: inReplyTo }),
    reactions: viewReactions(comment.reactions, `${url}/reactions`),
    _links: { self: { href: url }, html: { href: htmlUrl }, pull_request: { href: pull } },
  };
}

function viewAddresses({ world, repository, issue }: PullPlace) {
  const pulls = `${world.address}/repos/${fullName(repository)}/pulls`;
  const html = `${world.address}/${fullName(repository)}/pull/${issue.number}`;
  return { html, pull: `${pulls}/${issue.number}`, comments: `${pulls}/comments` };
}
