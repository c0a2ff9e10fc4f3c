import {
  bigint,
  boolean,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  sql,
  text,
  unique,
  uniqueIndex,
  uuid,
  varchar,
} from "../drizzle.ts";
import { repos } from "./accounts.ts";
import { bytea, createdAt, time } from "./columns.ts";
import { agentTasks } from "./tasks.ts";

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
    /** The one repository where it is a person whose token this is; null: it is an App. */
    watched: jsonb("watched"),
    createdAt: createdAt(),
  },
  // A repository may have the number of an App.
  (table) => [uniqueIndex("github_apps_host_app_unique").on(table.host, table.appId, sql`(${table.watched} is null)`)],
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
    /** When all that it shows was put last. */
    updatedAt: time("updated_at").defaultNow().notNull(),
  },
  (table) => [primaryKey({ columns: [table.appId, table.installationId] })],
);

/** What they let them see. A repository that moved to another account is shown by that one's alone. */
export const githubRepositories = pgTable(
  "github_repositories",
  {
    appId: uuid("app_id").notNull(),
    installationId: bigint("installation_id", { mode: "number" }).notNull(),
    repositoryId: bigint("repository_id", { mode: "number" }).notNull(),
    owner: varchar("owner", { length: 255 }).notNull(),
    name: varchar("name", { length: 255 }).notNull(),
    isPrivate: boolean("is_private").notNull(),
    isArchived: boolean("is_archived").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.appId, table.repositoryId] }),
    foreignKey({
      name: "github_repositories_installation_fk",
      columns: [table.appId, table.installationId],
      foreignColumns: [githubInstallations.appId, githubInstallations.installationId],
    }).onDelete("cascade"),
    index("github_repositories_installation_idx").on(table.appId, table.installationId),
    index("github_repositories_number_idx").on(table.repositoryId),
  ],
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

/** What is looked at at GitHubs, and how far it was read. */
export const githubLooks = pgTable(
  "github_looks",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    appId: uuid("app_id")
      .references(() => githubApps.id, { onDelete: "cascade" })
      .notNull(),
    subject: varchar("subject", { length: 20 }).notNull(),
    installationId: bigint("installation_id", { mode: "number" }),
    repositoryId: bigint("repository_id", { mode: "number" }),
    marks: jsonb("marks").notNull().default({}),
    claims: integer("claims").notNull().default(0),
    failures: integer("failures").notNull().default(0),
    foundAt: time("found_at"),
    /** What its last try failed by; null: it didn't. */
    reason: text("reason"),
    dueAt: time("due_at").defaultNow().notNull(),
    /** Somebody is at it until then, or died. */
    leasedUntil: time("leased_until"),
  },
  (table) => [
    unique("github_looks_place_unique").on(table.appId, table.subject, table.repositoryId).nullsNotDistinct(),
    index("github_looks_due_idx").on(table.dueAt),
  ],
);

/** What was decided of all that asked something of us. A key is decided once, for ever. */
export const githubTriggers = pgTable(
  "github_triggers",
  {
    key: text("key").primaryKey(),
    isFallback: boolean("is_fallback").notNull(),
    repoId: uuid("repo_id")
      .references(() => repos.id)
      .notNull(),
    /** Of the issue or pull request. */
    number: integer("number").notNull(),
    kind: varchar("kind", { length: 30 }).notNull(),
    /** Whom or what it concerns beside the subject. */
    target: varchar("target", { length: 255 }),
    /** When it happened, by the forge's clock. */
    happenedAt: time("happened_at").notNull(),
    actorId: varchar("actor_id", { length: 20 }).notNull(),
    actorLogin: varchar("actor_login", { length: 255 }).notNull(),
    /** The request that told of it, or the poll. */
    delivery: varchar("delivery", { length: 100 }).notNull(),
    decision: varchar("decision", { length: 20 }).notNull(),
    reason: varchar("reason", { length: 50 }),
    act: varchar("act", { length: 20 }),
    threadAct: varchar("thread_act", { length: 30 }),
    /** Nobody asked for it in words. */
    isAutomatic: boolean("is_automatic").notNull(),
    taskId: uuid("task_id").references(() => agentTasks.id, { onDelete: "set null" }),
    /** When its turn came: what is decided of one subject is in that order. */
    createdAt: time("created_at").default(sql`clock_timestamp()`).notNull(),
  },
  (table) => [
    index("github_triggers_subject_idx").on(table.repoId, table.number),
    index("github_triggers_actor_idx").on(table.actorId, table.createdAt),
    index("github_triggers_repo_idx").on(table.repoId, table.createdAt),
    index("github_triggers_task_idx").on(table.taskId),
  ],
);

/** Labels that asked for work, by their numbers: what they are called changes. */
export const githubLabels = pgTable(
  "github_labels",
  {
    repoId: uuid("repo_id")
      .references(() => repos.id, { onDelete: "cascade" })
      .notNull(),
    labelId: varchar("label_id", { length: 20 }).notNull(),
    /** What it was called when it was seen first. */
    firstName: varchar("first_name", { length: 100 }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.repoId, table.labelId] })],
);
