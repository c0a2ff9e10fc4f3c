import { READS_METADATA } from "../auth/access.ts";
import type { RepositoryRoute } from "../route.ts";
import { answerForks, answerNewFork } from "./forks.ts";

/** Copies of a repository at other accounts. */
export const FORK_ROUTES: readonly RepositoryRoute[] = [
  { operation: "repos/create-fork", access: READS_METADATA, answer: answerNewFork },
  { operation: "repos/list-forks", access: READS_METADATA, answer: answerForks },
];
