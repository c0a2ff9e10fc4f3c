import { type Actor, type MessageChecks, type MessageThreads, STAGE_EVENTS } from "@catalyst/core";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import {
  bigint,
  boolean,
  doublePrecision,
  index,
  integer,
  jsonb,
  numeric,
  pgTable,
  primaryKey,
  sql,
  text,
  unique,
  uuid,
  varchar,
} from "../drizzle.ts";
import { projects, repos } from "./accounts.ts";
import { bytea, createdAt, time } from "./columns.ts";
import { agentTasks } from "./tasks.ts";

export const agentExecutions = pgTable(
  "agent_executions",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    taskId: uuid("task_id")
      .references(() => agentTasks.id)
      .notNull(),
    environmentNamespace: varchar("environment_namespace", { length: 255 }).notNull(),
    askedBy: jsonb("asked_by").notNull(),
    asked: jsonb("asked").notNull(),
    agentType: varchar("agent_type", { length: 50 }),
    model: varchar("model", { length: 255 }),
    purpose: varchar("purpose", { length: 20 }).notNull().default("work"),
    continuesId: uuid("continues_id").references((): AnyPgColumn => agentExecutions.id),
    acceptance: jsonb("acceptance"),
    attempts: jsonb("attempts").notNull().default({}),
    state: varchar("state", { length: 20 }).notNull().default("pending"),
    resolution: jsonb("resolution"),
    refusal: jsonb("refusal"),
    before: jsonb("before"),
    epoch: integer("epoch").notNull().default(0),
    leasedBy: text("leased_by"),
    leaseExpiresAt: time("lease_expires_at"),
    /** When it got its place among those that run; null: it waits for one, or needs none. */
    placedAt: time("placed_at"),
    baseCommit: varchar("base_commit", { length: 64 }),
    startCommit: varchar("start_commit", { length: 64 }),
    settingsCommit: varchar("settings_commit", { length: 64 }),
    branchCommit: varchar("branch_commit", { length: 64 }),
    restarts: integer("restarts").notNull().default(0),
    evictions: integer("evictions").notNull().default(0),
    collected: jsonb("collected"),
    headCommit: varchar("head_commit", { length: 64 }),
    sessionId: varchar("session_id", { length: 255 }),
    verification: jsonb("verification"),
    result: jsonb("result"),
    agentCommand: text("agent_command").notNull().default(""),
    exitCode: integer("exit_code"),
    stdout: text("stdout"),
    stderr: text("stderr"),
    commitsProduced: jsonb("commits_produced").notNull().default([]),
    commentsPosted: jsonb("comments_posted").notNull().default([]),
    lastEventNumber: integer("last_event_number").notNull().default(0),
    eventBytes: bigint("event_bytes", { mode: "number" }).notNull().default(0),
    /** When all of its events but those of its course were removed; null: they weren't. */
    logRemovedAt: time("log_removed_at"),
    startedAt: time("started_at").defaultNow().notNull(),
    endedAt: time("ended_at"),
  },
  (table) => [
    index("agent_executions_task_idx").on(table.taskId),
    index("agent_executions_logs_idx").on(table.endedAt).where(sql`${table.logRemovedAt} is null`),
    index("agent_executions_unfinished_idx").on(table.leaseExpiresAt).where(sql`${table.endedAt} is null`),
  ],
);

/** As the index has it: PostgreSQL uses that for the very same words only. */
export const isOfStages = sql`body ->> 'type' in (${sql.raw(STAGE_EVENTS.map((type) => `'${type}'`).join(", "))})`;

export const isUsage = sql`body ->> 'type' = 'usage'`;

export const agentEvents = pgTable(
  "agent_events",
  {
    executionId: uuid("execution_id")
      .references(() => agentExecutions.id, { onDelete: "cascade" })
      .notNull(),
    number: integer("number").notNull(),
    source: varchar("source", { length: 20 }).notNull(),
    /** Of several that write for one source; empty where there is one. */
    writer: varchar("writer", { length: 64 }).notNull().default(""),
    sourceNumber: integer("source_number").notNull(),
    at: time("at").notNull(),
    body: jsonb("body").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.executionId, table.number] }),
    unique("agent_events_source_unique").on(table.executionId, table.source, table.writer, table.sourceNumber),
    index("agent_events_stages_idx").on(table.executionId, table.number).where(isOfStages),
    index("agent_events_usage_idx").on(table.executionId).where(isUsage),
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
    /** null: its stage hasn't begun. */
    tokenHash: varchar("token_hash", { length: 64 }).unique(),
    llmProvider: varchar("llm_provider", { length: 50 }),
    credentialId: uuid("credential_id"),
    repoId: uuid("repo_id")
      .references(() => repos.id)
      .notNull(),
    branch: varchar("branch", { length: 255 }),
    stage: varchar("stage", { length: 20 }).notNull().default("agent"),
    stageNumber: integer("stage_number").notNull().default(0),
    holder: varchar("holder", { length: 20 }).notNull(),
    secrets: jsonb("secrets").notNull().default([]),
    maskedSecrets: jsonb("masked_secrets").notNull().default([]),
    allowedHosts: jsonb("allowed_hosts").notNull().default([]),
    allowedFeatures: jsonb("allowed_features").notNull().default([]),
    modelPrices: jsonb("model_prices").notNull().default([]),
    /** How long its token counts from when the stage begins. */
    seconds: integer("seconds").notNull(),
    expiresAt: time("expires_at"),
    endedAt: time("ended_at"),
    /** null: its environment is on a gateway's machine, and its token counts over a socket there. */
    podUid: varchar("pod_uid", { length: 64 }),
    podAddress: varchar("pod_address", { length: 64 }),
    /** When a pod's token was shown for the first time. */
    usedAt: time("used_at"),
  },
  (table) => [unique("agent_grants_stage_unique").on(table.executionId, table.stageNumber, table.holder)],
);

/** What environments that are pods are to do: in the cluster's own objects is nothing of it, and no token is here. */
export const environmentJobs = pgTable(
  "environment_jobs",
  {
    executionId: uuid("execution_id")
      .references(() => agentExecutions.id, { onDelete: "cascade" })
      .notNull(),
    stageNumber: integer("stage_number").notNull(),
    name: varchar("name", { length: 50 }).notNull(),
    /** As JSON's own text: what people wrote may have what `jsonb` doesn't take. */
    job: text("job").notNull(),
    handedOutAt: time("handed_out_at"),
    podUid: varchar("pod_uid", { length: 64 }),
    /** The one token by which the pod showed itself. */
    identityId: varchar("identity_id", { length: 255 }),
    exitCode: integer("exit_code"),
  },
  (table) => [primaryKey({ columns: [table.executionId, table.stageNumber] })],
);

/** Which pod is which execution's environment. */
export const environmentBindings = pgTable(
  "environment_bindings",
  {
    podUid: varchar("pod_uid", { length: 64 }).primaryKey(),
    executionId: uuid("execution_id")
      .references(() => agentExecutions.id, { onDelete: "cascade" })
      .notNull(),
    /** null: its cluster hides where connections come from. */
    podIp: varchar("pod_ip", { length: 64 }),
    isolatedAt: time("isolated_at").notNull(),
    /** Why it counts as isolated no more. */
    trip: text("trip"),
    createdAt: createdAt(),
  },
  (table) => [
    index("environment_bindings_execution_idx").on(table.executionId),
    index("environment_bindings_ip_idx").on(table.podIp),
  ],
);

/** The agents' own session files, packed by the runner and never opened on the trusted side. */
export const agentSessions = pgTable("agent_sessions", {
  executionId: uuid("execution_id")
    .primaryKey()
    .references(() => agentExecutions.id, { onDelete: "cascade" }),
  content: bytea("content").notNull(),
  createdAt: createdAt(),
});

/** What people said to a task after it began, numbered from 1. Delivered once: to a running agent, or with its next turn. */
export const agentMessages = pgTable(
  "agent_messages",
  {
    taskId: uuid("task_id")
      .references(() => agentTasks.id, { onDelete: "cascade" })
      .notNull(),
    number: integer("number").notNull(),
    text: text("text").notNull(),
    sentBy: jsonb("sent_by").$type<Actor>().notNull(),
    threads: jsonb("threads").$type<MessageThreads>(),
    checks: jsonb("checks").$type<MessageChecks>(),
    /** Of the request that it came with, which may be done again. */
    onceId: uuid("once_id"),
    createdAt: createdAt(),
    deliveredTo: uuid("delivered_to").references(() => agentExecutions.id),
    deliveredAt: time("delivered_at"),
  },
  (table) => [
    primaryKey({ columns: [table.taskId, table.number] }),
    unique("agent_messages_once_idx").on(table.taskId, table.onceId),
  ],
);

/** The gateways that serve environments, and when each was last heard of. */
export const gateways = pgTable("gateways", {
  id: uuid("id").primaryKey(),
  seenAt: time("seen_at").defaultNow().notNull(),
});

/** One request to a model: what was reserved for it, and what it cost once it was answered. */
export const agentSpendings = pgTable(
  "agent_spendings",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    executionId: uuid("execution_id")
      .references(() => agentExecutions.id, { onDelete: "cascade" })
      .notNull(),
    taskId: uuid("task_id")
      .references(() => agentTasks.id)
      .notNull(),
    projectId: uuid("project_id")
      .references(() => projects.id)
      .notNull(),
    /** Who serves it, and settles it once it is answered. */
    gatewayId: uuid("gateway_id")
      .references(() => gateways.id)
      .notNull(),
    usd: doublePrecision("usd").notNull(),
    tokens: bigint("tokens", { mode: "number" }).notNull(),
    isSettled: boolean("is_settled").notNull().default(false),
    at: time("at").defaultNow().notNull(),
  },
  (table) => [
    index("agent_spendings_project_idx").on(table.projectId, table.at),
    index("agent_spendings_task_idx").on(table.taskId),
    index("agent_spendings_unsettled_idx").on(table.projectId).where(sql`not ${table.isSettled}`),
  ],
);

/**
 * What settled spendings of an execution, a task or a project come to, and those of a project within some minutes, so that who reserves needn't
 * read them all. Triggers of the spendings keep it: migration 0029.
 */
export const agentSpendingSums = pgTable(
  "agent_spending_sums",
  {
    of: uuid("of_id").notNull(),
    /** The beginning of these minutes; -infinity: of all. */
    since: time("since").notNull(),
    usd: numeric("usd").notNull(),
    tokens: numeric("tokens").notNull(),
  },
  (table) => [primaryKey({ columns: [table.of, table.since] })],
);
