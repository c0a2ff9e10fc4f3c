import type { Access } from "../auth/access.ts";
import type { RepositoryRoute } from "../route.ts";
import { answerBranches } from "./branches.ts";
import { answerCommit, answerTree } from "./git-objects.ts";
import { answerDeletedRef, answerMovedRef, answerNewRef, answerRef } from "./refs.ts";

const READS: Access = { permissions: ["contents"], level: "read", role: "read" };
const WRITES: Access = { permissions: ["contents"], level: "write", role: "write" };

/** What a repository's git has. */
export const GIT_ROUTES: readonly RepositoryRoute[] = [
  { operation: "git/get-ref", access: READS, answer: answerRef },
  { operation: "git/create-ref", access: WRITES, answer: answerNewRef },
  { operation: "git/update-ref", access: WRITES, answer: answerMovedRef },
  { operation: "git/delete-ref", access: WRITES, answer: answerDeletedRef },
  { operation: "git/get-commit", access: READS, answer: answerCommit },
  { operation: "git/get-tree", access: READS, answer: answerTree },
  { operation: "repos/list-branches", access: READS, answer: answerBranches },
];
