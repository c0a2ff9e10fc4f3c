import { Role } from "@catalyst/core";
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
import { createdAt, time } from "./columns.ts";

export const users = pgTable("users", {
  id: uuid("id").primaryKey().defaultRandom(),
  /** Their own name here; of a forge's account that nobody signed in with, `github:583231`. */
  login: varchar("login", { length: 255 }).notNull().unique(),
  name: text("name").notNull(),
  /** One that nothing can be sent to, where none is known. */
  email: varchar("email", { length: 320 }).notNull().unique(),
  emailVerified: boolean("email_verified").notNull().default(false),
  image: text("image"),
  /** When they first signed in or were made here; null: they stand for a forge's account that acted. */
  claimedAt: time("claimed_at").defaultNow(),
  /** As whom they let commits that they asked for be signed off, and since when; null: they don't. */
  signOffName: varchar("sign_off_name", { length: 100 }),
  signOffEmail: varchar("sign_off_email", { length: 254 }),
  signOffAt: time("sign_off_at"),
  createdAt: createdAt(),
  updatedAt: time("updated_at").defaultNow().notNull(),
});

/** What a person signs in with: an account of a forge, or a password. Also accounts that acted and nobody signed in with. */
export const userAccounts = pgTable(
  "user_accounts",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    userId: uuid("user_id")
      .references(() => users.id, { onDelete: "cascade" })
      .notNull(),
    /** `github`, or `credential` for a password. */
    providerId: varchar("provider_id", { length: 50 }).notNull(),
    /** The forge's own number, as its names change hands. */
    accountId: varchar("account_id", { length: 255 }).notNull(),
    accessToken: text("access_token"),
    refreshToken: text("refresh_token"),
    idToken: text("id_token"),
    accessTokenExpiresAt: time("access_token_expires_at"),
    refreshTokenExpiresAt: time("refresh_token_expires_at"),
    scope: text("scope"),
    password: text("password"),
    createdAt: createdAt(),
    updatedAt: time("updated_at").defaultNow().notNull(),
  },
  (table) => [
    unique("user_accounts_provider_account_unique").on(table.providerId, table.accountId),
    index("user_accounts_user_idx").on(table.userId),
  ],
);

export const teams = pgTable("teams", {
  id: uuid("id").primaryKey().defaultRandom(),
  slug: varchar("slug", { length: 255 }).notNull().unique(),
  name: text("name").notNull(),
  logo: text("logo"),
  metadata: text("metadata"),
  createdAt: createdAt(),
});

export const teamMembers = pgTable(
  "team_members",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    teamId: uuid("team_id")
      .references(() => teams.id, { onDelete: "cascade" })
      .notNull(),
    userId: uuid("user_id")
      .references(() => users.id, { onDelete: "cascade" })
      .notNull(),
    role: varchar("role", { length: 20 }).notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    unique("team_members_pair_unique").on(table.teamId, table.userId),
    index("team_members_user_idx").on(table.userId),
    check("team_members_role", sql`${table.role} in (${sql.raw(Role.options.map((role) => `'${role}'`).join(", "))})`),
  ],
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
    /** The number by which its forge knows it, whatever it is called there. */
    forgeHost: varchar("forge_host", { length: 255 }),
    forgeId: bigint("forge_id", { mode: "number" }),
    createdAt: createdAt(),
  },
  (table) => [
    unique("repos_project_url_unique").on(table.projectId, table.url),
    index("repos_forge_idx").on(table.forgeHost, table.forgeId),
    check("repos_whole_forge", sql`num_nulls(${table.forgeHost}, ${table.forgeId}) in (0, 2)`),
  ],
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
  github: jsonb("github").notNull().default({}),
  env: jsonb("env").notNull().default({}),
  ownerKeys: jsonb("owner_keys").notNull().default([]),
  createdAt: createdAt(),
  updatedAt: time("updated_at").defaultNow().notNull(),
});
