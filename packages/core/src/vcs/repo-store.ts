import type { User } from "../account/account.ts";
import type { AgentConfig } from "../agent/agent-config.ts";
import type { Repo, Vcs } from "./repo.ts";

/** Users, projects, repositories and the projects' configuration. */
export interface RepoStore {
  get(id: string): Promise<Repo | null>;
  /**
   * The user, their project and the repository, each made if it isn't there. One machine's one user is `local`. The default
   * branch counts for a repository that is new.
   */
  ensure(input: {
    login: string;
    vcs: Vcs;
    url: string;
    name: string;
    defaultBranch: string;
  }): Promise<{ user: User; repo: Repo; config: AgentConfig }>;
  /** Repositories of the user's projects, by address, after this one. */
  list(input: { userId: string; afterUrl: string | null; limit: number }): Promise<Repo[]>;
  /** A repository of the user's project, both made if they aren't there, before anybody has looked at it. */
  ensureUnseen(input: { userId: string; vcs: Vcs; url: string; name: string }): Promise<Repo>;
  setDefaultBranch(repoId: string, branch: string): Promise<Repo>;
  ensureUser(login: string): Promise<User>;
  /** The configuration of the user's project, both made if they aren't there. */
  ensureConfig(login: string): Promise<AgentConfig>;
  getConfig(projectId: string): Promise<AgentConfig | null>;
  /** Stores everything but the id and the project. Throws `conflict` when it was changed since `config` was read. */
  saveConfig(config: AgentConfig, readAt: Date): Promise<void>;
}
