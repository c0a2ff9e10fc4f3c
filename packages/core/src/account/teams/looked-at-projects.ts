import type { Actor } from "../actor.ts";
import { type NamedProjectsDeps, namedProjects } from "../rights/seen-projects.ts";
import { type PermitTeamDeps, permitTeam } from "./permit-team.ts";

export type LookedAtProjectsDeps = NamedProjectsDeps & PermitTeamDeps;

export interface LookedAtProjectsInput {
  actor: Actor;
  /** Its name; null: any. */
  project: string | null;
  /** Its slug; null: of any team, and of none. */
  team: string | null;
  attempt: string;
}

/** As `namedProjects`; of them those of the team alone, where one is named. Throws `not_found` for one that they aren't in, as well. */
export async function lookedAtProjects(
  { actor, project, team: slug, attempt }: LookedAtProjectsInput,
  deps: LookedAtProjectsDeps,
): Promise<readonly string[]> {
  const named = await namedProjects({ actor, project, attempt }, deps);
  if (slug === null || actor.kind === "system") {
    return named;
  }
  const team = await permitTeam({ actor, action: "see_team", team: slug, attempt }, deps);
  const all = await deps.accounts.listProjects(actor.userId);
  const ofTeam = all.filter(({ teamId }) => teamId === team.id).map(({ id }) => id);
  return named.filter((id) => ofTeam.includes(id));
}
