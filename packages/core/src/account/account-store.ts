import type { Owner, User } from "./account.ts";
import type { Actor } from "./actor.ts";
import type { ProjectName } from "./projects/project-name.ts";
import type { SeenProject } from "./rights/may.ts";

export type ForgeAccount = Pick<Extract<Actor, { kind: "forge_account" }>, "forge" | "accountId" | "login">;

/** People, their teams, and the projects of both. */
export interface AccountStore {
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
