import { z } from "zod";

/** What is written down of who may do what, who came in, and who said how a project's agents work. */
export const AuditKind = z.enum([
  "signed_up",
  "signed_in",
  "sign_in_failed",
  "session_ended",
  "link_made",
  "invited",
  "invitation_withdrawn",
  "invitation_accepted",
  "person_removed",
  "team_made",
  "team_renamed",
  "role_changed",
  "member_removed",
  "member_left",
  "key_made",
  "key_ended",
  "account_linked",
  "account_unlinked",
  "passkey_added",
  "passkey_removed",
  "password_changed",
  "reset_link_made",
  "password_reset",
  "sign_off_agreed",
  "sign_off_withdrawn",
  "setting_changed",
  "credential_opened",
  "credential_closed",
]);
export type AuditKind = z.infer<typeof AuditKind>;

export const AuditEntry = z.object({
  number: z.int().positive(),
  at: z.date(),
  /** A newer version may know others. */
  kind: z.string(),
  /** Who did it; null: nobody who is known. */
  userId: z.uuid().nullable(),
  /** What they are called by now. */
  login: z.string().nullable(),
  /** Whose team it concerns; null: the server. */
  teamId: z.uuid().nullable(),
  /** Its slug by now. */
  team: z.string().nullable(),
  facts: z.record(z.string(), z.string()),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

export type NewAuditEntry = Pick<AuditEntry, "userId" | "teamId" | "facts"> & { kind: AuditKind };

/** What was written down stays, also of people who are gone. */
export interface AuditStore {
  add(entry: NewAuditEntry): Promise<void>;
  /** The newest first. `teamId` undefined: of all. */
  list(input: { teamId?: string; before?: number; limit: number }): Promise<AuditEntry[]>;
}
