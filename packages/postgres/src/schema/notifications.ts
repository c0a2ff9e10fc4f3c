import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  sql,
  text,
  unique,
  uuid,
  varchar,
} from "../drizzle.ts";
import { projects, teams, users } from "./accounts.ts";
import { createdAt, time } from "./columns.ts";
import { agentTasks } from "./tasks.ts";

/** Where people and teams want to be told of tasks. What opens doors is sealed to the workers. */
export const notificationDestinations = pgTable(
  "notification_destinations",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    userId: uuid("user_id").references(() => users.id, { onDelete: "cascade" }),
    teamId: uuid("team_id").references(() => teams.id, { onDelete: "cascade" }),
    /** All tasks of it; null: those that the person asked for, or all in the team's projects. */
    projectId: uuid("project_id").references(() => projects.id, { onDelete: "cascade" }),
    name: varchar("name", { length: 400 }).notNull(),
    channel: varchar("channel", { length: 20 }).notNull(),
    origin: text("origin"),
    kinds: jsonb("kinds").notNull(),
    hasEveryChange: boolean("has_every_change").notNull().default(false),
    address: jsonb("address"),
    secret: jsonb("secret"),
    previousSecret: jsonb("previous_secret"),
    rotatedAt: time("rotated_at"),
    createdAt: createdAt(),
  },
  (table) => [
    unique("notification_destinations_name_unique").on(table.userId, table.name),
    unique("notification_destinations_team_name_unique").on(table.teamId, table.name),
    check("notification_destinations_one_keeper", sql`num_nonnulls(${table.userId}, ${table.teamId}) = 1`),
    index("notification_destinations_project_idx").on(table.projectId),
  ],
);

/** How far each of those has read who makes something of every change in the feed once. */
export const feedReaders = pgTable("feed_readers", {
  name: varchar("name", { length: 50 }).primaryKey(),
  position: bigint("position", { mode: "number" }).notNull(),
});

/** How far each person has read what they have to see of the feed. */
export const notificationReads = pgTable("notification_reads", {
  userId: uuid("user_id")
    .primaryKey()
    .references(() => users.id, { onDelete: "cascade" }),
  position: bigint("position", { mode: "number" }).notNull(),
});

/** What is to be done outside, written down before it is tried. */
export const outbox = pgTable(
  "outbox",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    number: bigint("number", { mode: "number" }).generatedAlwaysAsIdentity().notNull().unique(),
    /** What it is: written twice, it is there once. */
    key: text("key").notNull().unique(),
    kind: varchar("kind", { length: 30 }).notNull(),
    /** What goes the same way is done one after another. */
    lane: varchar("lane", { length: 255 }).notNull(),
    destinationId: uuid("destination_id").references(() => notificationDestinations.id, { onDelete: "cascade" }),
    taskId: uuid("task_id").references(() => agentTasks.id, { onDelete: "cascade" }),
    payload: jsonb("payload").notNull(),
    state: varchar("state", { length: 20 }).notNull().default("waiting"),
    attempts: integer("attempts").notNull().default(0),
    problem: text("problem"),
    createdAt: createdAt(),
    dueAt: time("due_at").defaultNow().notNull(),
    /** Somebody is at it until then, or died. */
    leasedUntil: time("leased_until"),
    expiresAt: time("expires_at").notNull(),
    settledAt: time("settled_at"),
  },
  (table) => [
    index("outbox_due_idx").on(table.dueAt, table.number).where(sql`${table.state} = 'waiting'`),
    index("outbox_lane_idx").on(table.lane).where(sql`${table.state} = 'waiting'`),
    index("outbox_destination_idx").on(table.destinationId, table.number),
    index("outbox_task_idx").on(table.taskId),
    index("outbox_settled_idx").on(table.settledAt).where(sql`${table.settledAt} is not null`),
  ],
);
