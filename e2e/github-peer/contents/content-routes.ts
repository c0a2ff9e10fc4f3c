import type { Access } from "../auth/access.ts";
import type { RepositoryRoute } from "../route.ts";
import { answerChangedFile, answerDeletedFile } from "./change-contents.ts";
import { answerCommit, answerCommits, answerCommitsOfPull } from "./commits.ts";
import { answerComparison } from "./compare.ts";
import { answerNewBlob, answerNewCommit, answerNewTree } from "./new-objects.ts";
import { answerContents } from "./show-contents.ts";

const READS: Access = { permissions: ["contents"], level: "read", role: "read" };
const WRITES: Access = { permissions: ["contents"], level: "write", role: "write" };

/** Files and commits over the API. */
export const CONTENT_ROUTES: readonly RepositoryRoute[] = [
  { operation: "repos/get-content", access: READS, answer: answerContents },
  { operation: "repos/create-or-update-file-contents", access: WRITES, answer: answerChangedFile },
  { operation: "repos/delete-file", access: WRITES, answer: answerDeletedFile },
  { operation: "repos/list-commits", access: READS, answer: answerCommits },
  { operation: "repos/get-commit", access: READS, answer: answerCommit },
  { operation: "repos/compare-commits-with-basehead", access: READS, answer: answerComparison },
  {
    operation: "pulls/list-commits",
    access: { ...READS, permissions: ["pull_requests"] },
    answer: answerCommitsOfPull,
  },
  { operation: "git/create-blob", access: WRITES, answer: answerNewBlob },
  { operation: "git/create-tree", access: WRITES, answer: answerNewTree },
  { operation: "git/create-commit", access: WRITES, answer: answerNewCommit },
];
