import type { Access } from "../auth/access.ts";
import type { Route } from "../route.ts";
import { answerRequested, answerReviewers, answerUnrequested } from "./request-reviewers.ts";
import { answerMembers, answerMembership, answerTeam } from "./teams.ts";

const READS: Access = { permissions: ["pull_requests"], level: "read", role: "read" };
const ASKS: Access = { permissions: ["pull_requests"], level: "write", role: "triage" };

/** Who is asked for a review, and the teams of an organisation. */
export const REVIEWER_ROUTES: readonly Route[] = [
  { operation: "pulls/list-requested-reviewers", access: READS, answer: answerReviewers },
  { operation: "pulls/request-reviewers", access: ASKS, answer: answerRequested },
  { operation: "pulls/remove-requested-reviewers", access: ASKS, answer: answerUnrequested },
  { operation: "teams/get-by-name", by: ["installation", "person"], answer: answerTeam },
  { operation: "teams/list-members-in-org", by: ["installation", "person"], answer: answerMembers },
  { operation: "teams/get-membership-for-user-in-org", by: ["installation", "person"], answer: answerMembership },
];
