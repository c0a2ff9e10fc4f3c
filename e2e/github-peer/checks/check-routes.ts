import type { Access } from "../auth/access.ts";
import type { RepositoryRoute } from "../route.ts";
import {
  answerAnnotations,
  answerChangedRun,
  answerLog,
  answerNewRun,
  answerRun,
  answerRunsOfCommit,
  answerSuitesOfCommit,
} from "./check-runs.ts";
import { answerCombined, answerNewStatus, answerStatuses } from "./statuses.ts";

const READS: Access = { permissions: ["checks"], level: "read", role: "read" };
const WRITES: Access = { permissions: ["checks"], level: "write", role: "write" };
const READS_STATUSES: Access = { permissions: ["statuses"], level: "read", role: "read" };

/** What is said of commits: check runs, their annotations and logs, statuses. */
export const CHECK_ROUTES: readonly RepositoryRoute[] = [
  { operation: "checks/create", access: WRITES, answer: answerNewRun },
  { operation: "checks/update", access: WRITES, answer: answerChangedRun },
  { operation: "checks/get", access: READS, answer: answerRun },
  { operation: "checks/list-annotations", access: READS, answer: answerAnnotations },
  { operation: "checks/list-for-ref", access: READS, answer: answerRunsOfCommit },
  { operation: "checks/list-suites-for-ref", access: READS, answer: answerSuitesOfCommit },
  {
    operation: "actions/download-job-logs-for-workflow-run",
    access: { permissions: ["actions"], level: "read", role: "read" },
    answer: answerLog,
  },
  {
    operation: "repos/create-commit-status",
    access: { permissions: ["statuses"], level: "write", role: "write" },
    answer: answerNewStatus,
  },
  { operation: "repos/list-commit-statuses-for-ref", access: READS_STATUSES, answer: answerStatuses },
  { operation: "repos/get-combined-status-for-ref", access: READS_STATUSES, answer: answerCombined },
];
