import type { Owner, User } from "./account.ts";
import type { Actor } from "./actor.ts";
import type { SignOffStore } from "./people/sign-off-store.ts";
import type { ProjectName } from "./projects/project-name.ts";
import type { SeenProject } from "./rights/may.ts";

export type ForgeAccount = Pick<Extract<Actor, { kind: "forge_account" }>, "forge" | "accountId" | "login">;

export type ForgeLink = Pick<ForgeAccount, "forge" | "accountId">;

/** Somebody who may have work done in a project, with their accounts of one forge. */
export interface ProjectLinks {
  login: string;
  links: ForgeLink[];
}

/** What is asked of whose accounts of forges are whose. */
export type ForgeLinking =
  | "ensureForgeUser"
  | "findForgePerson"
  | "linkForgeAccount"
  | "listForgeLinks"
  | "listProjectLinks"
  | "unlinkForge";

/** People, their teams, and the projects of both. */
export interface AccountStore extends SignOffStore {
  /** The person of this login, made if they aren't there. */
  ensureUser(login: string): Promise<User>;
  getUser(id: string): Promise<User | null>;
  /** What people call an owner of keys and projects: a person's login, or a team's slug; null: there is none. */
  nameOwner(owner: Owner): Promise<string | null>;
  /** The person that a forge's account is linked to, or who stands for it, without a way to sign in, until it is. */
  ensureForgeUser(account: ForgeAccount): Promise<User>;
  /** The person that the account is linked to; null: it is nobody's. */
  findForgePerson(account: ForgeAccount): Promise<User | null>;
  /**
   * Makes the account a person's, and theirs what whoever stood for it had asked for. Throws `conflict` when it is somebody
   * else's.
   */
  linkForgeAccount(input: { account: ForgeAccount; userId: string }): Promise<void>;
  /** The accounts of forges that are a person's, the oldest first. */
  listForgeLinks(userId: string): Promise<ForgeLink[]>;
  /** Who may have work done in a project, who was there first before others, up to some dozens. */
  listProjectLinks(input: { projectId: string; forge: string }): Promise<ProjectLinks[]>;
  /**
   * Takes their accounts of a forge from a person; what was asked for by them stays theirs. Returns the accounts' numbers. Throws `conflict` where that leaves
   * the person no way to sign in, unless `mayBeLast`.
   */
  unlinkForge(input: { userId: string; forge: string; mayBeLast: boolean }): Promise<string[]>;
  /** The owner's project, made with its configuration and the place of its agents if it isn't there. */
  ensureProject(owner: Owner): Promise<{ id: string }>;
  /** The person's own projects and those of their teams, with what they are there. */
  listProjects(userId: string): Promise<SeenProject[]>;
  /** The one of this name, as the person stands to it; null: there is none that they see. `team` null: of their own. */
  findNamedProject(input: ProjectName & { userId: string }): Promise<SeenProject | null>;
  /** null: there is no such project. */
  findProjectById(input: { projectId: string; userId: string }): Promise<SeenProject | null>;
  /** The project of a repository, as the person (null: nobody) stands to it; null: there is no such repository. */
  findProject(input: { repoId: string; userId: string | null }): Promise<SeenProject | null>;
}
