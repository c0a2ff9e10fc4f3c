import { randomBytes } from "node:crypto";
import { CatalystError } from "../../catalyst-error.ts";
import { type Actor, personOf } from "../actor.ts";
import { cleanDisplayName } from "../display-name.ts";
import { permitBeside } from "../rights/permit.ts";
import type { Role } from "../rights/role.ts";
import type { AuditStore } from "./audit-entry.ts";
import { hashOfInvitation, type Invitation, type InvitationStore } from "./invitation.ts";
import { noteOf } from "./note-of.ts";

const TOKEN_BYTES = 32;
const DAYS = 7;
/** Open ones to one team, or to the server alone. */
const MAX_OPEN = 200;
const DAY_MILLISECONDS = 24 * 3600 * 1000;

export interface InvitationDeps {
  invitations: InvitationStore;
  audit: Pick<AuditStore, "add">;
  now(): Date;
}

export interface InviteInput {
  actor: Actor;
  name: string;
}

/**
 * Invites somebody to the server. `token`: what the link carries, which is told this once. Throws `forbidden`,
 * `invalid_input` and `conflict`.
 */
export function invite(input: InviteInput, deps: InvitationDeps): Promise<{ invitation: Invitation; token: string }> {
  const { actor, name } = input;
  permitBeside({ actor, action: "manage_people", attempt: "Inviting somebody" });
  return addInvitation({ actor, name, team: null }, deps);
}

/** For whoever was found to be allowed to. */
export async function addInvitation(
  { actor, name, team }: InviteInput & { team: { teamId: string; role: Role } | null },
  { invitations, audit, now }: InvitationDeps,
): Promise<{ invitation: Invitation; token: string }> {
  const token = randomBytes(TOKEN_BYTES).toString("base64url");
  const invitedBy = personOf(actor) as string;
  const invited = {
    teamId: team?.teamId ?? null,
    role: team?.role ?? null,
    name: cleanDisplayName(name, "Inviting somebody"),
    tokenHash: hashOfInvitation(token),
    invitedBy,
    expiresAt: new Date(now().getTime() + DAYS * DAY_MILLISECONDS),
  };
  const invitation = await invitations.add(invited, { most: MAX_OPEN, refuse: refuseMore });
  const facts = { invitation: invitation.id, name: invitation.name, ...(team === null ? {} : { role: team.role }) };
  await audit.add(noteOf({ actor, kind: "invited", teamId: invitation.teamId, facts }));
  return { invitation, token };
}

function refuseMore(): CatalystError {
  const detail = `there are ${MAX_OPEN} invitations that nobody has accepted. Withdraw one first.`;
  return new CatalystError("conflict", `Inviting somebody failed: ${detail}`);
}

/** Those to the server that nobody has accepted. Throws `forbidden`. */
export function listInvitations(
  { actor }: { actor: Actor },
  { invitations }: Pick<InvitationDeps, "invitations">,
): Promise<Invitation[]> {
  permitBeside({ actor, action: "manage_people", attempt: "Listing invitations" });
  return invitations.list(null);
}

/** Makes the link worth nothing. Throws `forbidden` and `not_found`. */
export async function withdrawInvitation(
  { actor, id }: { actor: Actor; id: string },
  deps: InvitationDeps,
): Promise<void> {
  permitBeside({ actor, action: "manage_people", attempt: "Withdrawing an invitation" });
  await removeInvitation({ actor, id, teamId: null }, deps);
}

/** For whoever was found to be allowed to. Throws `not_found`. */
export async function removeInvitation(
  { actor, id, teamId }: { actor: Actor; id: string; teamId: string | null },
  { invitations, audit }: InvitationDeps,
): Promise<void> {
  if (!(await invitations.remove({ id, teamId }))) {
    throw new CatalystError("not_found", `Withdrawing an invitation failed: there is no open invitation ${id}.`, {
      way: { kind: "see_list", of: "invitations" },
    });
  }
  await audit.add(noteOf({ actor, kind: "invitation_withdrawn", teamId, facts: { invitation: id } }));
}

/** Lets the person in where the link leads. Throws `not_found` for one that was used, withdrawn or has expired. */
export async function acceptInvitation(
  { token, userId }: { token: string; userId: string },
  { invitations, audit }: InvitationDeps,
): Promise<Invitation> {
  const accepted = await invitations.accept({ tokenHash: hashOfInvitation(token), userId });
  if (accepted === null) {
    throw new CatalystError(
      "not_found",
      "Accepting the invitation failed: its link was used, was withdrawn, or has expired. Ask for another.",
    );
  }
  const { teamId, id } = accepted;
  await audit.add({ kind: "invitation_accepted", userId, teamId, facts: { invitation: id } });
  return accepted;
}
