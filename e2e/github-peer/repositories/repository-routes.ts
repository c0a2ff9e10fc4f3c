import { type Access, READS_METADATA } from "../auth/access.ts";
import { json, noContent } from "../door/answer.ts";
import { paginate } from "../door/paginate.ts";
import { notFound } from "../door/refusal.ts";
import type { RepositoryCall, RepositoryRoute } from "../route.ts";
import { type Account, isAtLeast, type Role } from "../state/account.ts";
import { ownRoleOf, type Repository, roleOf } from "../state/repository.ts";
import { findAccount } from "../state/world.ts";
import { viewAccount } from "../views/view-account.ts";
import { viewFullRepository } from "../views/view-repository.ts";
import { answerActivities } from "./activities.ts";
import { answerChangedRepository, answerDeletedRepository, answerTransferred } from "./change-repository.ts";

const ADMINISTERS: Access = { permissions: ["administration"], level: "admin", role: "admin" };

/** A repository and its people. */
export const REPOSITORY_ROUTES: readonly RepositoryRoute[] = [
  {
    operation: "repos/get",
    access: READS_METADATA,
    answer: ({ world, repository }) => json(200, viewFullRepository(repository, world.address)),
  },
  { operation: "repos/update", access: ADMINISTERS, answer: answerChangedRepository },
  { operation: "repos/transfer", access: ADMINISTERS, answer: answerTransferred },
  { operation: "repos/delete", access: ADMINISTERS, answer: answerDeletedRepository },
  {
    operation: "repos/get-collaborator-permission-level",
    access: { ...READS_METADATA, role: "write" },
    answer: answerPermission,
  },
  {
    operation: "repos/list-activities",
    access: { permissions: ["contents"], level: "read", role: "read" },
    answer: answerActivities,
  },
  { operation: "issues/list-assignees", access: READS_METADATA, answer: answerAssignees },
  { operation: "issues/check-user-can-be-assigned", access: READS_METADATA, answer: answerAssignable },
];

/** GitHub's older word for a role, which knows four. */
const FOLDED: Record<Role, string> = {
  ...{ none: "none", read: "read", triage: "read" },
  ...{ write: "write", maintain: "write", admin: "admin" },
};

function answerPermission({ world, repository, path }: RepositoryCall) {
  const account = findAccount(world, String(path.username));
  if (!account) {
    throw notFound();
  }
  const role = roleOf(repository, account);
  const permissions = {
    ...{ pull: isAtLeast(role, "read"), triage: isAtLeast(role, "triage"), push: isAtLeast(role, "write") },
    ...{ maintain: isAtLeast(role, "maintain"), admin: isAtLeast(role, "admin") },
  };
  const user = { ...viewAccount(account, world.address), permissions, role_name: role };
  return json(200, { permission: FOLDED[role], role_name: role, user });
}

function answerAssignees(call: RepositoryCall) {
  const assignable = call.world.accounts.filter((account) => isAssignable(call.repository, account));
  const { items, headers } = paginate(call, assignable);
  const views = items.map((account) => viewAccount(account, call.world.address));
  return json(200, views, headers);
}

function answerAssignable({ world, repository, path }: RepositoryCall) {
  const account = findAccount(world, String(path.assignee));
  if (!account || !isAssignable(repository, account)) {
    throw notFound();
  }
  return noContent();
}

/** People with a role of their own in the repository. An App's account never is one, nor is an organisation. */
export function isAssignable(repository: Repository, account: Account): boolean {
  return account.type === "User" && isAtLeast(ownRoleOf(repository, account) ?? "none", "read");
}
