import type { Actor } from "../actor.ts";
import { mayGrant } from "../rights/may.ts";
import { forbidden } from "../rights/permit.ts";
import type { Role } from "../rights/role.ts";
import { type PermitTeamDeps, permitTeam } from "../teams/permit-team.ts";
import type { Invitation } from "./invitation.ts";
import { addInvitation, type InvitationDeps, removeInvitation } from "./invite.ts";

type TeamInvitationDeps = InvitationDeps & PermitTeamDeps;

interface OfTeam {
  actor: Actor;
  /** Its slug. */
  team: string;
}

/**
 * Invites somebody into a team, as no more than who invites is there. `token`: what the link carries, which is told this once.
 * Throws `not_found`, `forbidden` and `invalid_input`.
 */
export async function inviteToTeam(
  { actor, team: slug, name, role }: OfTeam & { name: string; role: Role },
  deps: TeamInvitationDeps,
): Promise<{ invitation: Invitation; token: string }> {
  const attempt = "Inviting somebody";
  const team = await permitTeam({ actor, action: "invite_members", team: slug, attempt }, deps);
  const { teamId } = team;
  if (!mayGrant(actor, role, { teamId, role: team.role })) {
    throw forbidden(attempt);
  }
  return addInvitation({ actor, name, team: { teamId, role } }, deps);
}

/** Those to the team that nobody has accepted. Throws `not_found` and `forbidden`. */
export async function listTeamInvitations(
  { actor, team: slug }: OfTeam,
  deps: TeamInvitationDeps,
): Promise<Invitation[]> {
  const attempt = "Listing invitations";
  const { teamId } = await permitTeam({ actor, action: "invite_members", team: slug, attempt }, deps);
  return deps.invitations.list(teamId);
}

/** Makes the link worth nothing. Throws `not_found` and `forbidden`. */
export async function withdrawTeamInvitation(
  { actor, team: slug, id }: OfTeam & { id: string },
  deps: TeamInvitationDeps,
): Promise<void> {
  const attempt = "Withdrawing an invitation";
  const { teamId } = await permitTeam({ actor, action: "invite_members", team: slug, attempt }, deps);
  await removeInvitation({ actor, id, teamId }, deps);
}
