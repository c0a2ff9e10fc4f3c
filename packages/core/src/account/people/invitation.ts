import { createHash } from "node:crypto";
import { z } from "zod";
import type { CountLimit } from "../count-limit.ts";
import { Role } from "../rights/role.ts";

/** A link that lets whoever has it sign up, and into a team. */
export const Invitation = z.object({
  id: z.uuid(),
  /** null: to the server, into no team. */
  teamId: z.uuid().nullable(),
  role: Role.nullable(),
  /** For whom it is, in the words of who invites. */
  name: z.string(),
  invitedBy: z.uuid(),
  createdAt: z.date(),
  expiresAt: z.date(),
});
export type Invitation = z.infer<typeof Invitation>;

/** Invitations that nobody has accepted. */
export interface InvitationStore {
  /** Throws what the limit of open ones to the team says. */
  add(invitation: Omit<Invitation, "id" | "createdAt"> & { tokenHash: string }, limit: CountLimit): Promise<Invitation>;
  /** Those to a team; null: to the server alone. */
  list(teamId: string | null): Promise<Invitation[]>;
  /** By what its link carries; null: there is none, or it has expired. */
  find(tokenHash: string): Promise<Invitation | null>;
  /** Once: the person is in the team afterwards, with no less than they were. null as `find`. */
  accept(input: { tokenHash: string; userId: string }): Promise<Invitation | null>;
  remove(input: { id: string; teamId: string | null }): Promise<boolean>;
}

/** What is stored of what only the link of an invitation carries. */
export function hashOfInvitation(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
