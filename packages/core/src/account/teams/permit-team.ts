import { CatalystError } from "../../catalyst-error.ts";
import { type Actor, personOf } from "../actor.ts";
import { may, type SeenTeam, type TeamAction } from "../rights/may.ts";
import { forbidden } from "../rights/permit.ts";
import type { TeamOfPerson, TeamStore } from "./team-store.ts";

export interface PermitTeamInput {
  actor: Actor;
  action: TeamAction;
  /** Its slug. */
  team: string;
  /** For the error: `Renaming a team`. */
  attempt: string;
}

export type PermitTeamDeps = { teams: Pick<TeamStore, "find"> };

/** The team in which the actor may do this. Throws `not_found` where they don't see it, and `forbidden`. */
export async function permitTeam(
  { actor, action, team: slug, attempt }: PermitTeamInput,
  { teams }: PermitTeamDeps,
): Promise<TeamOfPerson & SeenTeam> {
  const userId = personOf(actor);
  const team = userId === null ? null : await teams.find({ slug, userId });
  if (team === null || !may(actor, "see_team", { teamId: team.id, role: team.role })) {
    throw new CatalystError("not_found", `${attempt} failed: there is no team ${slug.slice(0, 100)}.`, {
      way: { kind: "see_list", of: "teams" },
    });
  }
  const seen = { ...team, teamId: team.id };
  if (!may(actor, action, { teamId: team.id, role: team.role })) {
    throw forbidden(attempt);
  }
  return seen;
}
