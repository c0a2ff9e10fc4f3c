import { Role } from "@catalyst/core";
import { bigint, check, index, jsonb, pgTable, sql, uuid, varchar } from "../drizzle.ts";
import { teams, users } from "./accounts.ts";
import { createdAt, time } from "./columns.ts";

/** Links that let whoever has them sign up, and into a team. */
export const teamInvitations = pgTable(
  "team_invitations",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    /** null: to the server, into no team. */
    teamId: uuid("team_id").references(() => teams.id, { onDelete: "cascade" }),
    role: varchar("role", { length: 20 }),
    /** For whom it is, in the words of who invites. */
    name: varchar("name", { length: 255 }).notNull(),
    /** The SHA-256 of what the link carries. */
    tokenHash: varchar("token_hash", { length: 64 }).notNull().unique(),
    invitedBy: uuid("invited_by")
      .references(() => users.id, { onDelete: "cascade" })
      .notNull(),
    acceptedBy: uuid("accepted_by").references(() => users.id, { onDelete: "set null" }),
    acceptedAt: time("accepted_at"),
    expiresAt: time("expires_at").notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    index("team_invitations_team_idx").on(table.teamId),
    check(
      "team_invitations_role",
      sql`(${table.teamId} is null) = (${table.role} is null) and ${table.role} in (${sql.raw(Role.options.map((role) => `'${role}'`).join(", "))})`,
    ),
  ],
);

/** Who did what that concerns who may do what. It outlives whom it tells of. */
export const auditEntries = pgTable(
  "audit_entries",
  {
    number: bigint("number", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    at: time("at").defaultNow().notNull(),
    kind: varchar("kind", { length: 50 }).notNull(),
    /** null: nobody who is known. */
    userId: uuid("user_id"),
    /** null: it concerns no team. */
    teamId: uuid("team_id"),
    /** Facts for people, each a text. */
    facts: jsonb("facts").notNull().default({}),
  },
  (table) => [
    index("audit_entries_team_idx").on(table.teamId, table.number),
    index("audit_entries_at_idx").on(table.at),
  ],
);
