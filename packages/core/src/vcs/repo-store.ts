import type { ForgeRepository, Repo } from "./repo.ts";

/** The repositories of projects. */
export interface RepoStore {
  get(id: string): Promise<Repo | null>;
  /** Those of the projects, by address, after this one. */
  list(input: { projects: readonly string[]; afterUrl: string | null; limit: number }): Promise<Repo[]>;
  /** Those of the project that have this id, name or address, or an address that ends in these whole parts; by address. */
  findNamed(input: { projectId: string; name: string; limit: number }): Promise<Repo[]>;
  /** The project's repository at this address, made if it isn't there. A default branch counts for one of which none is known. */
  ensure(repo: Pick<Repo, "projectId" | "vcs" | "url" | "name" | "defaultBranch">): Promise<Repo>;
  setDefaultBranch(repoId: string, branch: string): Promise<Repo>;
  /** Notes what a forge knows the repository by. */
  linkForge(repoId: string, forge: ForgeRepository): Promise<void>;
  /** null: it isn't known. */
  findForge(repoId: string): Promise<ForgeRepository | null>;
  /** Those of all projects that the forge knows by this, the oldest first. */
  listOfForge(forge: ForgeRepository): Promise<Repo[]>;
}
