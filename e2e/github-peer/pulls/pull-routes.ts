import type { Access } from "../auth/access.ts";
import type { RepositoryRoute } from "../route.ts";
import { answerNewPull } from "./create-pull.ts";
import { answerPulls } from "./list-pulls.ts";
import { answerIsMerged, answerMerge } from "./merge-pull.ts";
import { answerFiles } from "./pull-files.ts";
import { answerPull } from "./show-pull.ts";
import { answerChangedPull } from "./update-pull.ts";

const READS: Access = { permissions: ["pull_requests"], level: "read", role: "read" };
const WRITES: Access = { permissions: ["pull_requests"], level: "write", role: "write" };

/** Pull requests between branches of one repository. */
export const PULL_ROUTES: readonly RepositoryRoute[] = [
  { operation: "pulls/list", access: READS, answer: answerPulls },
  { operation: "pulls/create", access: { ...WRITES, role: "read" }, isContent: true, answer: answerNewPull },
  { operation: "pulls/get", access: READS, answer: answerPull },
  { operation: "pulls/update", access: WRITES, answer: answerChangedPull },
  { operation: "pulls/merge", access: { ...WRITES, permissions: ["contents"] }, answer: answerMerge },
  { operation: "pulls/check-if-merged", access: READS, answer: answerIsMerged },
  { operation: "pulls/list-files", access: READS, answer: answerFiles },
];
