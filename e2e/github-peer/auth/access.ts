import { notByIntegration, notFound, Refusal } from "../door/refusal.ts";
import { isAtLeast, type Role } from "../state/account.ts";
import { holds, type InstallationToken, type Level } from "../state/app.ts";
import { type Repository, roleOf } from "../state/repository.ts";
import { findRepository, hasRepository, type World } from "../state/world.ts";
import type { Caller } from "./caller.ts";

/** What an operation in a repository asks for. */
export interface Access {
  /** One of these permissions is enough for an App. */
  permissions: readonly string[];
  level: Level;
  /** What a person must be there. */
  role: Role;
}

export const READS_METADATA: Access = { permissions: ["metadata"], level: "read", role: "read" };

/** The repository, if the caller may do this there. Who may not even see it hears that it isn't there. */
export function openRepository(world: World, caller: Caller, place: { owner: string; repo: string; access: Access }) {
  const repository = findRepository(world, place.owner, place.repo) ?? findFormer(world, caller, place);
  if (!repository || !isVisible(repository, caller)) {
    throw notFound();
  }
  refuseWithoutRight(repository, caller, place.access);
  // Who administers it takes it out of the archive.
  if (repository.isArchived && place.access.level === "write") {
    throw new Refusal(403, "Repository was archived so is read-only.");
  }
  return repository;
}

/** Throws the redirect to where a repository is that had this name; undefined: none had it, or it may not be seen. */
function findFormer(world: World, caller: Caller, { owner, repo }: { owner: string; repo: string }) {
  const former = world.formerNames.get(`${owner}/${repo}`.toLowerCase());
  if (former && world.repositories.includes(former) && isVisible(former, caller)) {
    throw new Moved(former);
  }
  return undefined;
}

/** The repository has another name since; whoever answers says where. */
export class Moved extends Error {
  readonly repository: Repository;

  constructor(repository: Repository) {
    super("Moved Permanently");
    this.repository = repository;
  }
}

function isVisible(repository: Repository, caller: Caller): boolean {
  if (!repository.isPrivate) {
    return true;
  }
  return caller.kind === "installation"
    ? isReached(repository, caller.token)
    : caller.kind === "person" && isOpenTo(repository, caller) && isAtLeast(roleOf(repository, caller.account), "read");
}

/** A token for some repositories shows no others. */
function isOpenTo({ id }: Repository, { narrowed }: Extract<Caller, { kind: "person" }>): boolean {
  return narrowed === undefined || narrowed.repositoryIds.has(id);
}

function refuseWithoutRight(repository: Repository, caller: Caller, { permissions, level, role }: Access): void {
  if (caller.kind === "nobody" && level !== "read") {
    throw new Refusal(401, "Requires authentication");
  }
  if (caller.kind === "person" && !isAtLeast(roleOf(repository, caller.account), role)) {
    throw new Refusal(403, "Must have push access to the repository.");
  }
  if (caller.kind === "person" && !mayToken(repository, caller, { permissions, level })) {
    throw new Refusal(403, "Resource not accessible by personal access token");
  }
  if (caller.kind === "installation" && !mayInstallation(repository, caller.token, { permissions, level })) {
    throw notByIntegration();
  }
}

function mayToken(
  repository: Repository,
  caller: Extract<Caller, { kind: "person" }>,
  { permissions, level }: Omit<Access, "role">,
): boolean {
  const { narrowed } = caller;
  if (narrowed === undefined || permissions.includes("metadata")) {
    return narrowed === undefined || isOpenTo(repository, caller) || !repository.isPrivate;
  }
  return isOpenTo(repository, caller)
    ? permissions.some((name) => holds(narrowed.permissions, name, level))
    : level === "read" && !repository.isPrivate;
}

function mayInstallation(
  repository: Repository,
  token: InstallationToken,
  { permissions, level }: Omit<Access, "role">,
): boolean {
  if (!isReached(repository, token)) {
    return level === "read" && !repository.isPrivate;
  }
  return permissions.some((name) => holds(token.permissions, name, level));
}

export function isReached(repository: Repository, { installation, repositoryIds }: InstallationToken): boolean {
  return hasRepository(installation, repository) && (repositoryIds === null || repositoryIds.has(repository.id));
}
