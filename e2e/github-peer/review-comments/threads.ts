import { listPublished } from "../reviews/pending.ts";
import type { PullRequest } from "../state/pull-request.ts";
import type { ReviewComment } from "../state/review.ts";

/** The first comment of each thread that everybody sees. */
export function listThreads(pull: PullRequest): ReviewComment[] {
  return listPublished(pull).filter(({ inReplyTo }) => inReplyTo === null);
}

/** The first comment and the answers to it, the oldest first. */
export function findThread(pull: PullRequest, first: ReviewComment): ReviewComment[] {
  return listPublished(pull).filter(({ id, inReplyTo }) => id === first.id || inReplyTo === first.id);
}
