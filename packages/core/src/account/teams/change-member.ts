import { CatalystError } from "../../catalyst-error.ts";
import { type Actor, personOf } from "../actor.ts";
import type { AuditStore } from "../people/audit-entry.ts";
import { noteOf } from "../people/note-of.ts";
import { mayGrant, type SeenTeam } from "../rights/may.ts";
import { forbidden } from "../rights/permit.ts";
import type { Role } from "../rights/role.ts";
import { type PermitTeamDeps, permitTeam } from "./permit-team.ts";
import type { MemberChange, TeamMember, TeamStore } from "./team-store.ts";

export interface ChangeMemberInput {
  actor: Actor;
  /** Its slug. */
  team: string;
  /** Whose. */
  login: string;
  /** null: they are no member any more. */
  role: Role | null;
}

/**
 * Says what somebody is in a team, or that they are in it no more; whoever is in it may leave. Nobody gives or takes more than they
 * are, and the last owner stays. Throws `not_found`, `forbidden` and `conflict`.
 */
export async function changeMember(
  { actor, team: slug, login, role }: ChangeMemberInput,
  deps: PermitTeamDeps & { teams: Pick<TeamStore, "changeMember">; audit: Pick<AuditStore, "add"> },
): Promise<TeamMember> {
  const attempt = role === null ? "Removing a member" : "Changing a member's role";
  const team = await permitTeam({ actor, action: "see_team", team: slug, attempt }, deps);
  const member = await deps.teams.changeMember(team.id, (members) => {
    // What the actor is by now: it may have changed since the team was found.
    const own = members.find(({ userId }) => userId === personOf(actor))?.role ?? null;
    return decideChange({ actor, team: { teamId: team.id, role: own }, login, role, attempt }, members);
  });
  const isOwn = member.userId === personOf(actor);
  const removed = isOwn ? "member_left" : "member_removed";
  const kind = role === null ? removed : "role_changed";
  const facts = { login, ...(role === null ? {} : { role }) };
  await deps.audit.add(noteOf({ actor, kind, teamId: team.id, facts }));
  return member;
}

interface DecidedOn extends Pick<ChangeMemberInput, "actor" | "login" | "role"> {
  team: SeenTeam;
  attempt: string;
}

function decideChange({ actor, team, login, role, attempt }: DecidedOn, members: readonly TeamMember[]): MemberChange {
  const member = members.find((one) => one.login === login);
  const isLeaving = role === null && member?.userId === personOf(actor) && actor.kind !== "api_key";
  const isAllowed = mayGrant(actor, role ?? "viewer", team) && mayGrant(actor, member?.role ?? "viewer", team);
  if (!isLeaving && !isAllowed) {
    throw forbidden(attempt);
  }
  if (member === undefined) {
    throw new CatalystError("not_found", `${attempt} failed: ${login.slice(0, 100)} isn't in the team.`);
  }
  const isLastOwner = member.role === "owner" && members.filter((one) => one.role === "owner").length === 1;
  if (isLastOwner && role !== "owner") {
    throw new CatalystError("conflict", `${attempt} failed: a team has an owner. Make somebody else an owner first.`);
  }
  return { userId: member.userId, role };
}
