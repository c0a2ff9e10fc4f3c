import { sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
  varchar,
} from "drizzle-orm/pg-core";

const time = (name: string) => timestamp(name, { withTimezone: true });
const createdAt = () => time("created_at").defaultNow().notNull();

export const users = pgTable("users", {
  id: uuid("id").primaryKey().defaultRandom(),
  login: varchar("login", { length: 255 }).notNull().unique(),
  createdAt: createdAt(),
});

export const teams = pgTable("teams", {
  id: uuid("id").primaryKey().defaultRandom(),
  slug: varchar("slug", { length: 255 }).notNull().unique(),
  createdAt: createdAt(),
});

export const teamMembers = pgTable(
  "team_members",
  {
    teamId: uuid("team_id")
      .references(() => teams.id, { onDelete: "cascade" })
      .notNull(),
    userId: uuid("user_id")
      .references(() => users.id, { onDelete: "cascade" })
      .notNull(),
  },
  (table) => [primaryKey({ columns: [table.teamId, table.userId] })],
);

export const projects = pgTable(
  "projects",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    slug: varchar("slug", { length: 255 }).notNull(),
    userId: uuid("user_id").references(() => users.id),
    teamId: uuid("team_id").references(() => teams.id),
    createdAt: createdAt(),
  },
  (table) => [
    unique("projects_user_slug_unique").on(table.userId, table.slug),
    unique("projects_team_slug_unique").on(table.teamId, table.slug),
    check("projects_one_owner", sql`num_nonnulls(${table.userId}, ${table.teamId}) = 1`),
  ],
);

export const repos = pgTable(
  "repos",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    projectId: uuid("project_id")
      .references(() => projects.id)
      .notNull(),
    vcs: varchar("vcs", { length: 20 }).notNull(),
    url: text("url").notNull(),
    name: text("name").notNull(),
    defaultBranch: varchar("default_branch", { length: 255 }).notNull(),
    createdAt: createdAt(),
  },
  (table) => [unique("repos_project_url_unique").on(table.projectId, table.url)],
);

export const projectEnvironments = pgTable(
  "project_environments",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    projectId: uuid("project_id")
      .references(() => projects.id)
      .notNull(),
    name: varchar("name", { length: 255 }).notNull(),
    createdAt: createdAt(),
  },
  (table) => [unique("project_environments_name_unique").on(table.projectId, table.name)],
);

export const agentTasks = pgTable(
  "agent_tasks",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    number: integer("number").generatedAlwaysAsIdentity().notNull().unique(),
    taskType: varchar("task_type", { length: 50 }).notNull(),
    sourceType: varchar("source_type", { length: 20 }).notNull(),
    sourceUrl: text("source_url"),
    sourceNumber: integer("source_number"),
    repoId: uuid("repo_id")
      .references(() => repos.id)
      .notNull(),
    branch: varchar("branch", { length: 255 }).notNull(),
    baseBranch: varchar("base_branch", { length: 255 }).notNull(),
    agentType: varchar("agent_type", { length: 50 }).notNull(),
    model: varchar("model", { length: 255 }),
    timeoutSeconds: integer("timeout_seconds").notNull(),
    status: varchar("status", { length: 20 }).notNull().default("pending"),
    environmentId: uuid("environment_id").references(() => projectEnvironments.id),
    assignedBy: uuid("assigned_by")
      .references(() => users.id)
      .notNull(),
    contextPayload: jsonb("context_payload"),
    resultPayload: jsonb("result_payload"),
    failureReason: varchar("failure_reason", { length: 50 }),
    errorMessage: text("error_message"),
    dedupeKey: text("dedupe_key"),
    cancelRequestedAt: time("cancel_requested_at"),
    createdAt: createdAt(),
    startedAt: time("started_at"),
    completedAt: time("completed_at"),
  },
  (table) => [
    index("agent_tasks_status_idx").on(table.status),
    index("agent_tasks_repo_idx").on(table.repoId),
    uniqueIndex("agent_tasks_dedupe_unique")
      .on(table.dedupeKey)
      .where(sql`${table.status} not in ('completed', 'failed', 'cancelled')`),
  ],
);

/** Proves which master keys seal rows of this database, so that a wrong key is noticed before it does damage. */
export const masterKeys = pgTable("master_keys", {
  id: varchar("id", { length: 64 }).primaryKey(),
  keyCheck: varchar("key_check", { length: 64 }).notNull(),
  createdAt: createdAt(),
});

export const agentCredentials = pgTable(
  "agent_credentials",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    provider: varchar("provider", { length: 50 }).notNull(),
    encryptedKey: text("encrypted_key").notNull(),
    encryptedKeyIv: text("encrypted_key_iv").notNull(),
    wrappedDataKey: text("wrapped_data_key").notNull(),
    masterKeyId: varchar("master_key_id", { length: 64 }).notNull(),
    version: integer("version").notNull(),
    hint: varchar("hint", { length: 4 }).notNull(),
    baseUrl: text("base_url"),
    userId: uuid("user_id").references(() => users.id),
    teamId: uuid("team_id").references(() => teams.id),
    taskId: uuid("task_id").references((): AnyPgColumn => agentTasks.id, { onDelete: "cascade" }),
    createdAt: createdAt(),
    lastUsedAt: time("last_used_at"),
  },
  (table) => [
    uniqueIndex("agent_credentials_user_provider_unique")
      .on(table.userId, table.provider)
      .where(sql`${table.taskId} is null`),
    uniqueIndex("agent_credentials_team_provider_unique")
      .on(table.teamId, table.provider)
      .where(sql`${table.taskId} is null`),
    index("agent_credentials_task_idx").on(table.taskId),
    // What refuses a row that was sealed with a key that a rotation has just dropped.
    foreignKey({
      name: "agent_credentials_master_key_fk",
      columns: [table.masterKeyId],
      foreignColumns: [masterKeys.id],
    }),
    check("agent_credentials_one_owner", sql`num_nonnulls(${table.userId}, ${table.teamId}) = 1`),
  ],
);

export const agentExecutions = pgTable(
  "agent_executions",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    taskId: uuid("task_id")
      .references(() => agentTasks.id)
      .notNull(),
    environmentNamespace: varchar("environment_namespace", { length: 255 }).notNull(),
    state: varchar("state", { length: 20 }).notNull().default("pending"),
    epoch: integer("epoch").notNull().default(0),
    leasedBy: text("leased_by"),
    leaseExpiresAt: time("lease_expires_at"),
    baseCommit: varchar("base_commit", { length: 64 }),
    agentCommand: text("agent_command").notNull().default(""),
    exitCode: integer("exit_code"),
    stdout: text("stdout"),
    stderr: text("stderr"),
    commitsProduced: jsonb("commits_produced").notNull().default([]),
    commentsPosted: jsonb("comments_posted").notNull().default([]),
    lastEventNumber: integer("last_event_number").notNull().default(0),
    startedAt: time("started_at").defaultNow().notNull(),
    endedAt: time("ended_at"),
  },
  (table) => [
    index("agent_executions_task_idx").on(table.taskId),
    uniqueIndex("agent_executions_unfinished_unique").on(table.taskId).where(sql`${table.endedAt} is null`),
    index("agent_executions_unfinished_idx").on(table.leaseExpiresAt).where(sql`${table.endedAt} is null`),
  ],
);

export const agentEvents = pgTable(
  "agent_events",
  {
    executionId: uuid("execution_id")
      .references(() => agentExecutions.id, { onDelete: "cascade" })
      .notNull(),
    number: integer("number").notNull(),
    source: varchar("source", { length: 20 }).notNull(),
    sourceNumber: integer("source_number").notNull(),
    at: time("at").notNull(),
    body: jsonb("body").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.executionId, table.number] }),
    unique("agent_events_source_unique").on(table.executionId, table.source, table.sourceNumber),
  ],
);

export const agentGrants = pgTable(
  "agent_grants",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    executionId: uuid("execution_id")
      .references(() => agentExecutions.id, { onDelete: "cascade" })
      .notNull(),
    taskId: uuid("task_id")
      .references(() => agentTasks.id)
      .notNull(),
    tokenHash: varchar("token_hash", { length: 64 }).notNull().unique(),
    llmProvider: varchar("llm_provider", { length: 50 }),
    credentialId: uuid("credential_id"),
    repoId: uuid("repo_id")
      .references(() => repos.id)
      .notNull(),
    branch: varchar("branch", { length: 255 }).notNull(),
    expiresAt: time("expires_at").notNull(),
    endedAt: time("ended_at"),
  },
  (table) => [uniqueIndex("agent_grants_live_unique").on(table.executionId).where(sql`${table.endedAt} is null`)],
);

export const agentConfigs = pgTable("agent_configs", {
  id: uuid("id").primaryKey().defaultRandom(),
  projectId: uuid("project_id")
    .references(() => projects.id)
    .notNull()
    .unique(),
  enabledAgents: jsonb("enabled_agents").notNull().default(["claude-code", "aider"]),
  defaultAgent: varchar("default_agent", { length: 50 }).notNull().default("claude-code"),
  requirePlanApproval: boolean("require_plan_approval").notNull().default(false),
  timeoutMinutes: integer("timeout_minutes").notNull().default(30),
  hooks: jsonb("hooks").notNull().default({}),
  createdAt: createdAt(),
  updatedAt: time("updated_at").defaultNow().notNull(),
});
