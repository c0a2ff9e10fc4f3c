import { APP_ROUTES } from "./app/app-routes.ts";
import { USER_ROUTES } from "./app/user-routes.ts";
import { COMMENT_ROUTES } from "./issues/comment-routes.ts";
import { ISSUE_ROUTES } from "./issues/issue-routes.ts";
import { PULL_ROUTES } from "./pulls/pull-routes.ts";
import { GIT_ROUTES } from "./repositories/git-routes.ts";
import { REPOSITORY_ROUTES } from "./repositories/repository-routes.ts";
import { REVIEW_ROUTES } from "./reviews/review-routes.ts";
import type { Route } from "./route.ts";
import { DELIVERY_ROUTES } from "./webhooks/delivery-routes.ts";

/** All that the peer does over REST. */
export const ROUTES: readonly Route[] = [
  ...APP_ROUTES,
  ...DELIVERY_ROUTES,
  ...USER_ROUTES,
  ...REPOSITORY_ROUTES,
  ...GIT_ROUTES,
  ...ISSUE_ROUTES,
  ...COMMENT_ROUTES,
  ...PULL_ROUTES,
  ...REVIEW_ROUTES,
];
