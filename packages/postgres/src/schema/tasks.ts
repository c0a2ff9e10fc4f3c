import { LOCAL_NAMESPACE } from "@catalyst/core";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import {
  bigint,
  boolean,
  check,
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
import { projectEnvironments, projects, repos, teams, users } from "./accounts.ts";
import { createdAt, time } from "./columns.ts";

export const agentTasks = pgTable(
  "agent_tasks",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    number: integer("number").notNull().unique(),
    taskType: varchar("task_type", { length: 50 }).notNull(),
    sourceType: varchar("source_type", { length: 20 }).notNull(),
    sourceUrl: text("source_url"),
    sourceNumber: integer("source_number"),
    repoId: uuid("repo_id")
      .references(() => repos.id)
      .notNull(),
    asked: jsonb("asked").notNull(),
    askedHead: jsonb("asked_head"),
    branch: varchar("branch", { length: 255 }),
    baseBranch: varchar("base_branch", { length: 255 }),
    agentType: varchar("agent_type", { length: 50 }),
    model: varchar("model", { length: 255 }),
    timeoutSeconds: integer("timeout_seconds"),
    status: varchar("status", { length: 20 }).notNull().default("pending"),
    environmentId: uuid("environment_id")
      .references(() => projectEnvironments.id)
      .notNull(),
    assignedBy: uuid("assigned_by")
      .references(() => users.id)
      .notNull(),
    contextPayload: jsonb("context_payload"),
    /** Of the context, which holds a megabyte more: lists and their filters read this alone. */
    title: text("title").generatedAlwaysAs(sql`coalesce(context_payload ->> 'title', '')`),
    options: jsonb("options").notNull().default({}),
    plan: jsonb("plan"),
    resultPayload: jsonb("result_payload"),
    failureReason: varchar("failure_reason", { length: 50 }),
    errorMessage: text("error_message"),
    way: jsonb("way"),
    dedupeKey: text("dedupe_key"),
    cancelRequestedAt: time("cancel_requested_at"),
    isRepositoryLost: boolean("is_repository_lost").notNull().default(false),
    ending: jsonb("ending"),
    archivedAt: time("archived_at"),
    createdAt: createdAt(),
    startedAt: time("started_at"),
    completedAt: time("completed_at"),
  },
  (table) => [
    index("agent_tasks_status_idx").on(table.status),
    index("agent_tasks_repo_idx").on(table.repoId),
    index("agent_tasks_assigned_by_idx").on(table.assignedBy),
    uniqueIndex("agent_tasks_dedupe_unique")
      .on(table.dedupeKey)
      .where(sql`${table.status} not in ('completed', 'failed', 'cancelled', 'refused')`),
  ],
);

/** The feed: what happened to tasks. `position` follows the order in which changes of all tasks were committed. */
export const taskChanges = pgTable(
  "task_changes",
  {
    taskId: uuid("task_id")
      .references(() => agentTasks.id, { onDelete: "cascade" })
      .notNull(),
    number: integer("number").notNull(),
    position: bigint("position", { mode: "number" }).generatedAlwaysAsIdentity().notNull().unique(),
    at: time("at").default(sql`clock_timestamp()`).notNull(),
    actor: jsonb("actor"),
    body: jsonb("body").notNull(),
  },
  (table) => [primaryKey({ columns: [table.taskId, table.number] })],
);

/** Ids of the gateway's keys that rows may be sealed to; the keys themselves are in its files and never here. */
export const gatewayKeys = pgTable("gateway_keys", {
  id: varchar("id", { length: 64 }).primaryKey(),
  createdAt: createdAt(),
});

/** Ids of the workers' and the servers' keys that rows may be sealed to. */
export const recipientKeys = pgTable("recipient_keys", {
  id: varchar("id", { length: 64 }).primaryKey(),
  recipient: varchar("recipient", { length: 20 }).notNull(),
  createdAt: createdAt(),
  /** Nothing is sealed to it any more, and nothing may be; its pair is gone. */
  droppedAt: time("dropped_at"),
});

/** What somebody is asked for, and how far it is. `version` counts what happened to it. */
const wishColumns = () => ({
  id: uuid("id").primaryKey().defaultRandom(),
  /** null: this machine itself. */
  actor: jsonb("actor"),
  wish: jsonb("wish").notNull(),
  createdAt: createdAt(),
  /** Nobody begins with it after this. */
  expiresAt: time("expires_at").notNull(),
  takenAt: time("taken_at"),
  progress: text("progress"),
  version: integer("version").default(0).notNull(),
  answer: jsonb("answer"),
  answeredAt: time("answered_at"),
});

/** What the gateway is asked to do with its keys. */
export const gatewayWishes = pgTable("gateway_wishes", wishColumns());

/** What workers are asked for, each answered once. */
export const workerWishes = pgTable("worker_wishes", {
  ...wishColumns(),
  environmentNamespace: varchar("environment_namespace", { length: 255 }).notNull().default(LOCAL_NAMESPACE),
});

export const agentCredentials = pgTable(
  "agent_credentials",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    provider: varchar("provider", { length: 50 }).notNull(),
    kind: varchar("kind", { length: 20 }).notNull().default("key"),
    encryptedKey: text("encrypted_key").notNull(),
    encryptedKeyIv: text("encrypted_key_iv").notNull(),
    wrappedDataKey: text("wrapped_data_key").notNull(),
    recipientKeyId: varchar("recipient_key_id", { length: 64 }).notNull(),
    sealerKeyId: varchar("sealer_key_id", { length: 64 }).notNull(),
    version: integer("version").notNull(),
    hint: varchar("hint", { length: 4 }).notNull(),
    baseUrl: text("base_url"),
    isOpen: boolean("is_open").notNull().default(false),
    userId: uuid("user_id").references(() => users.id),
    teamId: uuid("team_id").references(() => teams.id),
    taskId: uuid("task_id").references((): AnyPgColumn => agentTasks.id, { onDelete: "cascade" }),
    createdAt: createdAt(),
    lastUsedAt: time("last_used_at"),
    lastTest: jsonb("last_test"),
    signInNeeded: text("sign_in_needed"),
    refreshBeganAt: time("refresh_began_at"),
    refreshedAt: time("refreshed_at"),
    limit: jsonb("limit_state"),
  },
  (table) => [
    uniqueIndex("agent_credentials_user_provider_kind_unique")
      .on(table.userId, table.provider, table.kind)
      .where(sql`${table.taskId} is null`),
    uniqueIndex("agent_credentials_team_provider_kind_unique")
      .on(table.teamId, table.provider, table.kind)
      .where(sql`${table.taskId} is null`),
    index("agent_credentials_task_idx").on(table.taskId),
    // What refuses a row that was sealed to a key that a rotation has just dropped.
    foreignKey({
      name: "agent_credentials_recipient_key_fk",
      columns: [table.recipientKeyId],
      foreignColumns: [gatewayKeys.id],
    }),
    check("agent_credentials_one_owner", sql`num_nonnulls(${table.userId}, ${table.teamId}) = 1`),
  ],
);

/** Secrets that exist while a repository's `setup` runs, sealed as credentials are. */
export const projectSecrets = pgTable(
  "project_secrets",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    projectId: uuid("project_id")
      .references(() => projects.id)
      .notNull(),
    repoId: uuid("repo_id")
      .references(() => repos.id)
      .notNull(),
    name: varchar("name", { length: 100 }).notNull(),
    encryptedKey: text("encrypted_key").notNull(),
    encryptedKeyIv: text("encrypted_key_iv").notNull(),
    wrappedDataKey: text("wrapped_data_key").notNull(),
    recipientKeyId: varchar("recipient_key_id", { length: 64 })
      .references(() => gatewayKeys.id)
      .notNull(),
    sealerKeyId: varchar("sealer_key_id", { length: 64 }).notNull(),
    version: integer("version").notNull(),
    createdAt: createdAt(),
  },
  (table) => [unique("project_secrets_name_unique").on(table.repoId, table.name)],
);
