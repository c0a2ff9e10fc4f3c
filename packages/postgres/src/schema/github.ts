import { bigint, index, integer, jsonb, pgTable, primaryKey, sql, text, unique, uuid, varchar } from "../drizzle.ts";
import { bytea, createdAt, time } from "./columns.ts";

/** The Apps by which Catalyst hears and acts on GitHubs. Nothing here opens a door: their keys are sealed. */
export const githubApps = pgTable(
  "github_apps",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    host: varchar("host", { length: 255 }).notNull(),
    appId: bigint("app_id", { mode: "number" }).notNull(),
    slug: varchar("slug", { length: 255 }).notNull(),
    botUserId: bigint("bot_user_id", { mode: "number" }),
    clientId: varchar("client_id", { length: 255 }),
    privateKey: jsonb("private_key").notNull(),
    webhookSecret: jsonb("webhook_secret"),
    formerSecrets: jsonb("former_secrets").notNull().default([]),
    machineUsers: jsonb("machine_users").notNull().default([]),
    createdAt: createdAt(),
  },
  (table) => [unique("github_apps_host_app_unique").on(table.host, table.appId)],
);

/** Who let them in. */
export const githubInstallations = pgTable(
  "github_installations",
  {
    appId: uuid("app_id")
      .references(() => githubApps.id, { onDelete: "cascade" })
      .notNull(),
    installationId: bigint("installation_id", { mode: "number" }).notNull(),
    accountId: bigint("account_id", { mode: "number" }).notNull(),
    accountLogin: varchar("account_login", { length: 255 }).notNull(),
    accountKind: varchar("account_kind", { length: 20 }).notNull(),
    permissions: jsonb("permissions").notNull().default({}),
    suspendedAt: time("suspended_at"),
    updatedAt: time("updated_at").defaultNow().notNull(),
  },
  (table) => [primaryKey({ columns: [table.appId, table.installationId] })],
);

/** What GitHubs told, and what came of it. */
export const githubDeliveries = pgTable(
  "github_deliveries",
  {
    number: bigint("number", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    appId: uuid("app_id")
      .references(() => githubApps.id, { onDelete: "cascade" })
      .notNull(),
    guid: varchar("guid", { length: 100 }).notNull(),
    event: varchar("event", { length: 100 }).notNull(),
    action: varchar("action", { length: 100 }),
    installationId: bigint("installation_id", { mode: "number" }),
    repositoryId: bigint("repository_id", { mode: "number" }),
    /** null: it was decided. */
    body: bytea("body"),
    bodyBytes: integer("body_bytes").notNull(),
    receivedAt: time("received_at").defaultNow().notNull(),
    state: varchar("state", { length: 20 }).notNull().default("waiting"),
    decision: varchar("decision", { length: 30 }),
    /** Why it was decided so, or what its last try failed by. */
    reason: text("reason"),
    attempts: integer("attempts").notNull().default(0),
    dueAt: time("due_at").defaultNow().notNull(),
    /** Somebody is at it until then, or died. */
    leasedUntil: time("leased_until"),
    settledAt: time("settled_at"),
  },
  (table) => [
    unique("github_deliveries_guid_unique").on(table.appId, table.guid),
    index("github_deliveries_waiting_idx").on(table.number, table.bodyBytes).where(sql`${table.state} = 'waiting'`),
    index("github_deliveries_settled_idx").on(table.settledAt).where(sql`${table.settledAt} is not null`),
  ],
);
