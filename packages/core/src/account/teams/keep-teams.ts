import { CatalystError } from "../../catalyst-error.ts";
import { type Actor, personOf } from "../actor.ts";
import { cleanDisplayName } from "../display-name.ts";
import type { AuditStore } from "../people/audit-entry.ts";
import { noteOf } from "../people/note-of.ts";
import { may } from "../rights/may.ts";
import { forbidden, permitBeside } from "../rights/permit.ts";
import { checkSlug } from "../slug.ts";
import { type PermitTeamDeps, permitTeam } from "./permit-team.ts";
import type { TeamMember, TeamOfPerson, TeamStore } from "./team-store.ts";

/** More than anybody works in. */
const MAX_TEAMS = 100;

/** The teams that the actor sees, by their slugs. */
export async function listTeams(
  { actor }: { actor: Actor },
  { teams }: { teams: Pick<TeamStore, "list"> },
): Promise<TeamOfPerson[]> {
  const userId = personOf(actor);
  const all = userId === null ? [] : await teams.list(userId);
  return all.filter(({ id, role }) => may(actor, "see_team", { teamId: id, role }));
}

export interface MakeTeamInput {
  actor: Actor;
  slug: string;
  /** null: as the slug. */
  name: string | null;
}

/** A new team, whose owner the actor is. Throws `invalid_input`, `conflict` and `forbidden`. */
export async function makeTeam(
  { actor, slug, name }: MakeTeamInput,
  { teams, audit }: { teams: Pick<TeamStore, "make">; audit: Pick<AuditStore, "add"> },
): Promise<TeamOfPerson> {
  const attempt = "Making a team";
  permitBeside({ actor, action: "make_team", attempt });
  const ownerId = personOf(actor);
  if (ownerId === null) {
    throw forbidden(attempt);
  }
  const team = { slug: checkSlug(slug, attempt), name: cleanDisplayName(name ?? slug, attempt), ownerId };
  const made = await teams.make(team, {
    most: MAX_TEAMS,
    refuse: () => new CatalystError("conflict", `${attempt} failed: you are in ${MAX_TEAMS} teams. Leave one first.`),
  });
  await audit.add(noteOf({ actor, kind: "team_made", teamId: made.id, facts: { team: made.slug } }));
  return made;
}

export interface RenameTeamInput {
  actor: Actor;
  team: string;
  slug?: string | undefined;
  name?: string | undefined;
}

/** Says anew what a team is called. Throws `invalid_input`, `conflict`, `not_found` and `forbidden`. */
export async function renameTeam(
  { actor, team, slug, name }: RenameTeamInput,
  deps: PermitTeamDeps & { teams: Pick<TeamStore, "rename">; audit: Pick<AuditStore, "add"> },
): Promise<TeamOfPerson> {
  const attempt = "Renaming a team";
  const before = await permitTeam({ actor, action: "rename_team", team, attempt }, deps);
  const change = {
    ...(slug === undefined ? {} : { slug: checkSlug(slug, attempt) }),
    ...(name === undefined ? {} : { name: cleanDisplayName(name, attempt) }),
  };
  await deps.teams.rename(before.id, change);
  const facts = { before: before.slug, ...change };
  await deps.audit.add(noteOf({ actor, kind: "team_renamed", teamId: before.id, facts }));
  return { ...before, ...change };
}

/** Who is in a team, by their logins. Throws `not_found`. */
export async function listMembers(
  { actor, team }: { actor: Actor; team: string },
  deps: PermitTeamDeps & { teams: Pick<TeamStore, "listMembers"> },
): Promise<TeamMember[]> {
  const { id } = await permitTeam({ actor, action: "see_team", team, attempt: "Looking at a team" }, deps);
  return deps.teams.listMembers(id);
}
