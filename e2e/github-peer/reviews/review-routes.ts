import type { Access } from "../auth/access.ts";
import type { RepositoryRoute } from "../route.ts";
import { answerNewReview } from "./create-review.ts";
import { answerReply, answerReviewComments, answerReviews } from "./list-reviews.ts";

const READS: Access = { permissions: ["pull_requests"], level: "read", role: "read" };
/** Whoever sees a repository may review. */
const REVIEWS: Access = { permissions: ["pull_requests"], level: "write", role: "read" };

/** Reviews, their comments by line, and answers to these. */
export const REVIEW_ROUTES: readonly RepositoryRoute[] = [
  { operation: "pulls/list-reviews", access: READS, answer: answerReviews },
  { operation: "pulls/create-review", access: REVIEWS, isContent: true, answer: answerNewReview },
  { operation: "pulls/list-review-comments", access: READS, answer: answerReviewComments },
  { operation: "pulls/create-reply-for-review-comment", access: REVIEWS, isContent: true, answer: answerReply },
];
