import type { Owner } from "../account.ts";
import type { CountLimit } from "../count-limit.ts";
import type { SeenProject } from "../rights/may.ts";
import type { ProjectName } from "./project-name.ts";

/** A project as somebody sees it. */
export interface ListedProject extends SeenProject, ProjectName {
  createdAt: Date;
}

export interface ProjectStore {
  /** The person's own and those of their teams, their own first, by their names. */
  list(userId: string): Promise<ListedProject[]>;
  /** With its configuration and the place of its agents. Throws `conflict` where the owner has one of this slug, and what their limit says. */
  make(input: { owner: Owner; slug: string }, limit: CountLimit): Promise<{ id: string }>;
  /** Throws `conflict` where its owner has another of this slug. */
  rename(projectId: string, slug: string): Promise<void>;
}
