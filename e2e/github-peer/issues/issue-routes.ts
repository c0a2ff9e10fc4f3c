import type { Access } from "../auth/access.ts";
import { json, noContent } from "../door/answer.ts";
import type { RepositoryCall, RepositoryRoute } from "../route.ts";
import { viewIssue } from "../views/view-issue.ts";
import { record } from "./change-issue.ts";
import { answerNewIssue } from "./create-issue.ts";
import { answerBlocked, answerBlocking } from "./dependencies.ts";
import { answerAssigned, answerUnassigned } from "./issue-assignees.ts";
import { readPlace } from "./issue-call.ts";
import { answerEvents, answerEventsOfIssue } from "./issue-events.ts";
import {
  answerAddedLabels,
  answerLabel,
  answerLabels,
  answerLabelsOfIssue,
  answerNewLabel,
  answerRemovedLabel,
} from "./issue-labels.ts";
import { answerIssues } from "./list-issues.ts";
import { answerReactionToIssue } from "./reactions.ts";
import { answerAddedSubIssue, answerParent, answerRemovedSubIssue, answerSubIssues } from "./sub-issues.ts";
import { answerChangedIssue } from "./update-issue.ts";

/** An issue's permission or a pull request's: either opens what both have. */
const PERMISSIONS = ["issues", "pull_requests"];
const READS: Access = { permissions: PERMISSIONS, level: "read", role: "read" };
/** Whoever sees a repository may write in its issues. */
const SPEAKS: Access = { permissions: PERMISSIONS, level: "write", role: "read" };
const TRIAGES: Access = { permissions: PERMISSIONS, level: "write", role: "triage" };

/** Issues, their labels, people and events. */
export const ISSUE_ROUTES: readonly RepositoryRoute[] = [
  { operation: "issues/list-for-repo", access: READS, answer: answerIssues },
  {
    operation: "issues/create",
    access: { ...SPEAKS, permissions: ["issues"] },
    isContent: true,
    answer: answerNewIssue,
  },
  { operation: "issues/get", access: READS, answer: answerIssue },
  { operation: "issues/update", access: SPEAKS, answer: answerChangedIssue },
  { operation: "issues/lock", access: { ...TRIAGES, role: "write" }, answer: (call) => setLock(call, true) },
  { operation: "issues/unlock", access: { ...TRIAGES, role: "write" }, answer: (call) => setLock(call, false) },
  { operation: "issues/add-assignees", access: TRIAGES, answer: answerAssigned },
  { operation: "issues/remove-assignees", access: TRIAGES, answer: answerUnassigned },
  { operation: "issues/list-labels-on-issue", access: READS, answer: answerLabelsOfIssue },
  { operation: "issues/add-labels", access: TRIAGES, answer: answerAddedLabels },
  { operation: "issues/remove-label", access: TRIAGES, answer: answerRemovedLabel },
  { operation: "issues/list-labels-for-repo", access: READS, answer: answerLabels },
  { operation: "issues/get-label", access: READS, answer: answerLabel },
  { operation: "issues/create-label", access: { ...TRIAGES, role: "write" }, answer: answerNewLabel },
  { operation: "issues/list-events", access: READS, answer: answerEventsOfIssue },
  { operation: "issues/list-events-for-repo", access: READS, answer: answerEvents },
  { operation: "issues/list-sub-issues", access: READS, answer: answerSubIssues },
  { operation: "issues/get-parent", access: READS, answer: answerParent },
  { operation: "issues/add-sub-issue", access: TRIAGES, answer: answerAddedSubIssue },
  { operation: "issues/remove-sub-issue", access: TRIAGES, answer: answerRemovedSubIssue },
  { operation: "issues/list-dependencies-blocked-by", access: READS, answer: answerBlocking },
  { operation: "issues/add-blocked-by-dependency", access: TRIAGES, answer: answerBlocked },
  { operation: "reactions/create-for-issue", access: SPEAKS, answer: answerReactionToIssue },
];

function answerIssue(call: RepositoryCall) {
  const { world, repository, issue } = readPlace(call);
  return json(200, viewIssue(world, repository, issue));
}

function setLock(call: RepositoryCall, isLocked: boolean) {
  const place = readPlace(call);
  if (place.issue.isLocked !== isLocked) {
    place.issue.isLocked = isLocked;
    record(place, { kind: isLocked ? "locked" : "unlocked" });
  }
  return noContent();
}
