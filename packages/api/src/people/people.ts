import type { AuditKind } from "@catalyst/core";
import { z } from "zod";
import { Time } from "../contract/page.ts";
import { Role } from "../teams/team-routes.ts";

/** Who asks, as the server knows them. */
export const Me = z
  .object({
    id: z.uuid(),
    login: z.string(),
    name: z.string(),
    /** By what: the machine's own socket, signing in, or an API key. */
    by: z.enum(["machine", "session", "api_key"]),
  })
  .meta({ id: "Me" });
export type Me = z.infer<typeof Me>;

/** Where somebody is signed in. */
export const Session = z
  .object({
    id: z.uuid(),
    /** `CLI on laptop`, or what the browser calls itself. */
    name: z.string(),
    isThis: z.boolean(),
    address: z.string().nullable(),
    createdAt: Time,
    /** To a day. */
    usedAt: Time,
    expiresAt: Time,
  })
  .meta({ id: "Session" });
export type Session = z.infer<typeof Session>;

export const Person = z
  .object({ id: z.uuid(), login: z.string(), name: z.string(), createdAt: Time })
  .meta({ id: "Person" });
export type Person = z.infer<typeof Person>;

/** An invitation that nobody has accepted. */
export const Invitation = z
  .object({
    id: z.uuid(),
    name: z.string(),
    /** What they will be in the team; null: it is to the server, into no team. */
    // Not `Role` itself: the document makes of what has a name and may be null something that can't be.
    role: z.enum(Role.options).nullable(),
    createdAt: Time,
    expiresAt: Time,
  })
  .meta({ id: "Invitation" });
export type Invitation = z.infer<typeof Invitation>;

/** What signs in, or up, whoever opens it: told this once. */
export const Link = z.object({ url: z.url() }).meta({ id: "Link" });

export const AuditEntry = z
  .object({
    number: z.int(),
    at: Time,
    kind: z.string().meta({
      examples: [
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
        "sign_off_agreed",
        "sign_off_withdrawn",
        "account_linked",
        "account_unlinked",
        "passkey_added",
        "passkey_removed",
        "password_changed",
        "reset_link_made",
        "password_reset",
        "setting_changed",
        "credential_opened",
        "credential_closed",
      ] satisfies AuditKind[],
    }),
    /** Who did it; null: nobody who is known. */
    person: z.uuid().nullable(),
    /** What they are called by now. */
    login: z.string().nullable(),
    /** The slug of the team that it concerns; null: it concerns none, or it is gone. */
    team: z.string().nullable(),
    facts: z.record(z.string(), z.string()),
  })
  .meta({ id: "AuditEntry" });
export type AuditEntry = z.infer<typeof AuditEntry>;
