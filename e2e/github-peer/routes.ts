import { APP_ROUTES } from "./app/app-routes.ts";
import { USER_ROUTES } from "./app/user-routes.ts";
import { CHECK_ROUTES } from "./checks/check-routes.ts";
import { CONTENT_ROUTES } from "./contents/content-routes.ts";
import { FORK_ROUTES } from "./forks/fork-routes.ts";
import { INSTALLATION_ROUTES } from "./installations/installation-routes.ts";
import { COMMENT_ROUTES } from "./issues/comment-routes.ts";
import { ISSUE_ROUTES } from "./issues/issue-routes.ts";
import { PULL_ROUTES } from "./pulls/pull-routes.ts";
import { GIT_ROUTES } from "./repositories/git-routes.ts";
import { REPOSITORY_ROUTES } from "./repositories/repository-routes.ts";
import { REVIEW_COMMENT_ROUTES } from "./review-comments/comment-routes.ts";
import { REVIEWER_ROUTES } from "./reviewers/reviewer-routes.ts";
import { REVIEW_ROUTES } from "./reviews/review-routes.ts";
import type { Route } from "./route.ts";
import { RULE_ROUTES } from "./rules/rule-routes.ts";
import { DELIVERY_ROUTES } from "./webhooks/delivery-routes.ts";

/** All that the peer does over REST. */
export const ROUTES: readonly Route[] = [
  ...APP_ROUTES,
  ...INSTALLATION_ROUTES,
  ...DELIVERY_ROUTES,
  ...USER_ROUTES,
  ...REPOSITORY_ROUTES,
  ...GIT_ROUTES,
  ...ISSUE_ROUTES,
  ...COMMENT_ROUTES,
  ...PULL_ROUTES,
  ...REVIEW_ROUTES,
  ...REVIEW_COMMENT_ROUTES,
  ...REVIEWER_ROUTES,
  ...RULE_ROUTES,
  ...CONTENT_ROUTES,
  ...CHECK_ROUTES,
  ...FORK_ROUTES,
];
