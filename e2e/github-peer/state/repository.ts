import type { Account, Role } from "./account.ts";
import type { Issue, Label } from "./issue.ts";

export interface Repository {
  id: number;
  owner: Account;
  name: string;
  isPrivate: boolean;
  isArchived: boolean;
  defaultBranch: string;
  /** By account's id; who isn't in it has `read` of a public repository. */
  roles: Map<number, Role>;
  /** The bare repository's folder. */
  folder: string;
  createdAt: Date;
  pushedAt: Date;
  /** Pull requests among them, in the order of their numbers. */
  issues: Issue[];
  labels: Label[];
}

export function fullName({ owner, name }: Repository): string {
  return `${owner.login}/${name}`;
}

/** The owner has all rights; strangers read what is public. */
export function roleOf(repository: Repository, account: Account): Role {
  if (account.id === repository.owner.id) {
    return "admin";
  }
  return repository.roles.get(account.id) ?? (repository.isPrivate ? "none" : "read");
}
