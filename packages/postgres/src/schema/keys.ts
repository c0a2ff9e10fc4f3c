import { Role } from "@catalyst/core";
import { check, index, jsonb, pgTable, sql, text, unique, uuid, varchar } from "../drizzle.ts";
import { projects, teams, users } from "./accounts.ts";
import { bytea, createdAt, time } from "./columns.ts";

/** Keys with which programs ask for people; nothing here opens anything. */
export const apiKeys = pgTable(
  "api_keys",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    userId: uuid("user_id")
      .references(() => users.id, { onDelete: "cascade" })
      .notNull(),
    name: text("name").notNull(),
    /** SHA-256 of the key. */
    hash: bytea("hash").notNull().unique(),
    prefix: varchar("prefix", { length: 20 }).notNull(),
    role: varchar("role", { length: 20 }).notNull(),
    scopes: jsonb("scopes").notNull(),
    /** It counts there alone; both null: wherever its person may. */
    teamId: uuid("team_id").references(() => teams.id, { onDelete: "cascade" }),
    projectId: uuid("project_id").references(() => projects.id, { onDelete: "cascade" }),
    expiresAt: time("expires_at"),
    lastUsedAt: time("last_used_at"),
    createdAt: createdAt(),
  },
  (table) => [
    unique("api_keys_user_name_unique").on(table.userId, table.name),
    index("api_keys_user_idx").on(table.userId),
    check("api_keys_one_place", sql`num_nonnulls(${table.teamId}, ${table.projectId}) <= 1`),
    check("api_keys_role", sql`${table.role} in (${sql.raw(Role.options.map((role) => `'${role}'`).join(", "))})`),
  ],
);
