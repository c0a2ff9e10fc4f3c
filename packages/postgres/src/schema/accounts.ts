import { boolean, check, integer, jsonb, pgTable, primaryKey, sql, text, unique, uuid, varchar } from "../drizzle.ts";
import { createdAt, time } from "./columns.ts";

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
    /** When an execution of it last got a place: who has gone without for longest is next. */
    servedAt: time("served_at"),
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
    defaultBranch: varchar("default_branch", { length: 255 }),
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
  model: varchar("model", { length: 255 }),
  hooks: jsonb("hooks").notNull().default({}),
  budgets: jsonb("budgets").notNull().default({}),
  allowedHosts: jsonb("allowed_hosts").notNull().default([]),
  sparsePaths: jsonb("sparse_paths").notNull().default([]),
  trustedBranches: jsonb("trusted_branches").notNull().default([]),
  allowedProviderFeatures: jsonb("allowed_provider_features").notNull().default([]),
  modelPrices: jsonb("model_prices").notNull().default([]),
  env: jsonb("env").notNull().default({}),
  ownerKeys: jsonb("owner_keys").notNull().default([]),
  createdAt: createdAt(),
  updatedAt: time("updated_at").defaultNow().notNull(),
});
