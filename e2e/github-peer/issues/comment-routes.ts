import type { Access } from "../auth/access.ts";
import type { RepositoryRoute } from "../route.ts";
import { answerChangedComment, answerComment, answerDeletedComment, answerNewComment } from "./comments.ts";
import { answerComments, answerCommentsOfIssue } from "./list-comments.ts";
import { answerReactionToComment } from "./reactions.ts";

const PERMISSIONS = ["issues", "pull_requests"];
const READS: Access = { permissions: PERMISSIONS, level: "read", role: "read" };
const SPEAKS: Access = { permissions: PERMISSIONS, level: "write", role: "read" };

/** Comments on issues and pull requests, of all of a repository too. */
export const COMMENT_ROUTES: readonly RepositoryRoute[] = [
  { operation: "issues/create-comment", access: SPEAKS, isContent: true, answer: answerNewComment },
  { operation: "issues/get-comment", access: READS, answer: answerComment },
  { operation: "issues/update-comment", access: SPEAKS, isContent: true, answer: answerChangedComment },
  { operation: "issues/delete-comment", access: SPEAKS, answer: answerDeletedComment },
  { operation: "issues/list-comments", access: READS, answer: answerCommentsOfIssue },
  { operation: "issues/list-comments-for-repo", access: READS, answer: answerComments },
  { operation: "reactions/create-for-issue-comment", access: SPEAKS, answer: answerReactionToComment },
];
