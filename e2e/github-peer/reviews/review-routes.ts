import type { Access } from "../auth/access.ts";
import type { RepositoryRoute } from "../route.ts";
import { answerChangedReview, answerDeletedReview, answerDismissedReview } from "./change-review.ts";
import { answerNewReview } from "./create-review.ts";
import { answerReview, answerReviews } from "./list-reviews.ts";
import { answerSubmittedReview } from "./submit-review.ts";

const READS: Access = { permissions: ["pull_requests"], level: "read", role: "read" };
/** Whoever sees a repository may review. */
const REVIEWS: Access = { permissions: ["pull_requests"], level: "write", role: "read" };

/** Reviews as a whole, those that wait for their author too. */
export const REVIEW_ROUTES: readonly RepositoryRoute[] = [
  { operation: "pulls/list-reviews", access: READS, answer: answerReviews },
  { operation: "pulls/get-review", access: READS, answer: answerReview },
  { operation: "pulls/create-review", access: REVIEWS, isContent: true, answer: answerNewReview },
  { operation: "pulls/submit-review", access: REVIEWS, isContent: true, answer: answerSubmittedReview },
  { operation: "pulls/update-review", access: REVIEWS, isContent: true, answer: answerChangedReview },
  { operation: "pulls/delete-pending-review", access: REVIEWS, answer: answerDeletedReview },
  { operation: "pulls/dismiss-review", access: { ...REVIEWS, role: "write" }, answer: answerDismissedReview },
];
