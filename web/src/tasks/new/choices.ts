import type { Credential, Project, Repository, RouteOutput, Routes } from "@catalyst/api";

/** An agent as far as somebody chooses it. */
export interface ChoosableAgent {
  id: string;
  name: string;
  providers: string[];
  canPlan: boolean;
}

/** What there is to choose from for a task. */
export interface Choices {
  projects: Project[];
  /** In which it is asked for; null: there is none yet, and one is made with it. */
  project: Project | null;
  repositories: Pick<Repository, "id" | "name" | "url" | "defaultBranch">[];
  agents: ChoosableAgent[];
  /** Those that the project doesn't let anybody choose. */
  barred: Pick<ChoosableAgent, "id" | "name">[];
  /** null: they can't be told just now. */
  settings: RouteOutput<Routes["getSettings"]>["settings"] | null;
  keys: { own: Credential[]; team: { name: string; credentials: Credential[] } | null };
}
