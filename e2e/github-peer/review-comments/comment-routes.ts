import type { Access } from "../auth/access.ts";
import type { RepositoryRoute } from "../route.ts";
import { answerChangedComment, answerComment, answerDeletedComment, answerReaction } from "./change-comment.ts";
import { answerNewComment, answerReply } from "./create-comment.ts";
import { answerComments, answerCommentsOfPull, answerCommentsOfReview } from "./list-comments.ts";

const READS: Access = { permissions: ["pull_requests"], level: "read", role: "read" };
const SPEAKS: Access = { permissions: ["pull_requests"], level: "write", role: "read" };

/** Comments on lines of a change, and answers to these. */
export const REVIEW_COMMENT_ROUTES: readonly RepositoryRoute[] = [
  { operation: "pulls/list-review-comments", access: READS, answer: answerCommentsOfPull },
  { operation: "pulls/list-review-comments-for-repo", access: READS, answer: answerComments },
  { operation: "pulls/list-comments-for-review", access: READS, answer: answerCommentsOfReview },
  { operation: "pulls/get-review-comment", access: READS, answer: answerComment },
  { operation: "pulls/create-review-comment", access: SPEAKS, isContent: true, answer: answerNewComment },
  { operation: "pulls/create-reply-for-review-comment", access: SPEAKS, isContent: true, answer: answerReply },
  { operation: "pulls/update-review-comment", access: SPEAKS, isContent: true, answer: answerChangedComment },
  { operation: "pulls/delete-review-comment", access: SPEAKS, answer: answerDeletedComment },
  { operation: "reactions/create-for-pull-request-review-comment", access: SPEAKS, answer: answerReaction },
];
