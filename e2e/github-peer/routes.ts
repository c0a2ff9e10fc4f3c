import { APP_ROUTES } from "./app/app-routes.ts";
import { USER_ROUTES } from "./app/user-routes.ts";
import { GIT_ROUTES } from "./repositories/git-routes.ts";
import { REPOSITORY_ROUTES } from "./repositories/repository-routes.ts";
import type { Route } from "./route.ts";

/** All that the peer does over REST. */
export const ROUTES: readonly Route[] = [...APP_ROUTES, ...USER_ROUTES, ...REPOSITORY_ROUTES, ...GIT_ROUTES];
