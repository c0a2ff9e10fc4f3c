import { type Account, isAtLeast, type Role } from "./account.ts";
import type { Activity } from "./activity.ts";
import type { CheckRun, CommitStatus } from "./check.ts";
import type { Issue, Label } from "./issue.ts";
import type { Ruleset } from "./ruleset.ts";
import type { Team } from "./team.ts";

export interface Repository {
  id: number;
  owner: Account;
  name: string;
  isPrivate: boolean;
  isArchived: boolean;
  defaultBranch: string;
  /** By account's id; who isn't in it has `read` of a public repository. */
  roles: Map<number, Role>;
  teams: { team: Team; role: Role }[];
  /** null: it isn't a fork. */
  parent: Repository | null;
  /** The bare repository's folder. */
  folder: string;
  createdAt: Date;
  pushedAt: Date;
  /** Pull requests among them, in the order of their numbers. */
  issues: Issue[];
  labels: Label[];
  /** Of issues that aren't here any more: null for a deleted one, else where it is. No number is given twice. */
  goneIssues: Map<number, { repository: Repository; number: number } | null>;
  /** Those that GitHub has made and signed itself. */
  signedCommits: Set<string>;
  rulesets: Ruleset[];
  checkRuns: CheckRun[];
  statuses: CommitStatus[];
  /** What moved its branches, the oldest first. */
  activities: Activity[];
  /** A push with something shaped like a token is refused. */
  isPushProtected: boolean;
}

export function fullName({ owner, name }: Repository): string {
  return `${owner.login}/${name}`;
}

/** The owner has all rights; strangers read what is public. A team's members have the team's role if it is more. */
export function roleOf(repository: Repository, account: Account): Role {
  const usual = repository.isPrivate ? "none" : "read";
  return ownRoleOf(repository, account) ?? usual;
}

/** null: neither the person nor a team of theirs was let in. */
export function ownRoleOf({ owner, roles, teams }: Repository, { id }: Account): Role | null {
  if (id === owner.id) {
    return "admin";
  }
  const given = teams.filter(({ team }) => team.memberIds.has(id)).map(({ role }) => role);
  const all = [...given, roles.get(id)].flatMap((role) => role ?? []);
  return all.reduce<Role | null>((most, role) => (most && isAtLeast(most, role) ? most : role), null);
}
