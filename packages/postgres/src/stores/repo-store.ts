import { AgentConfig, CatalystError, Repo, type RepoStore, User } from "@catalyst/core";
import type { Database, Drizzle } from "../database.ts";
import { and, asc, eq, gt, sql } from "../drizzle.ts";
import { agentConfigs, projects, repos, users } from "../schema/accounts.ts";
import { hideValues } from "./hide-values.ts";

const DEFAULT_PROJECT = "default";

type Writer = Pick<Drizzle, "insert" | "select">;

/** Users, projects and repositories in PostgreSQL. What is ensured twice is there once. */
export function postgresRepoStore({ drizzle }: Database): RepoStore {
  return hideValues<RepoStore>({
    async get(id) {
      const [row] = await drizzle.select().from(repos).where(eq(repos.id, id));
      return row === undefined ? null : Repo.parse(row);
    },
    async list({ userId, afterUrl, limit }) {
      const rows = await drizzle
        .select({ repo: repos })
        .from(repos)
        .innerJoin(projects, eq(projects.id, repos.projectId))
        .where(and(eq(projects.userId, userId), afterUrl === null ? undefined : gt(repos.url, afterUrl)))
        .orderBy(asc(repos.url))
        .limit(limit);
      return rows.map(({ repo }) => Repo.parse(repo));
    },
    async setDefaultBranch(repoId, defaultBranch) {
      const [row] = await drizzle.update(repos).set({ defaultBranch }).where(eq(repos.id, repoId)).returning();
      return Repo.parse(row);
    },
    ensureUnseen: ({ userId, ...repo }) =>
      drizzle.transaction(async (tx) => {
        const { projectId } = await ensureProject(tx, userId);
        const [row] = await tx
          .insert(repos)
          .values({ projectId, ...repo })
          .onConflictDoUpdate({ target: [repos.projectId, repos.url], set: { name: repo.name } })
          .returning();
        return Repo.parse(row);
      }),
    ensureUser: (login) => ensureUser(drizzle, login),
    ensureConfig: (login) =>
      drizzle.transaction(async (tx) => (await ensureProject(tx, (await ensureUser(tx, login)).id)).config),
    async getConfig(projectId) {
      const [row] = await drizzle.select().from(agentConfigs).where(eq(agentConfigs.projectId, projectId));
      return row === undefined ? null : AgentConfig.parse(row);
    },
    saveConfig: (config, readAt) => saveConfig(drizzle, config, readAt),
    ensure: ({ login, ...repo }) =>
      drizzle.transaction(async (tx) => {
        const user = await ensureUser(tx, login);
        const { projectId, config } = await ensureProject(tx, user.id);
        const [row] = await tx
          .insert(repos)
          .values({ projectId, ...repo })
          .onConflictDoUpdate({
            target: [repos.projectId, repos.url],
            set: { name: repo.name, defaultBranch: sql`coalesce(${repos.defaultBranch}, excluded.default_branch)` },
          })
          .returning();
        return { user, repo: Repo.parse(row), config };
      }),
  });
}

async function ensureProject(db: Writer, userId: string): Promise<{ projectId: string; config: AgentConfig }> {
  // Setting a column to itself is what makes an upsert return the row that is there.
  const [project] = await db
    .insert(projects)
    .values({ slug: DEFAULT_PROJECT, userId })
    .onConflictDoUpdate({ target: [projects.userId, projects.slug], set: { slug: sql`excluded.slug` } })
    .returning();
  const projectId = project?.id as string;
  const [config] = await db
    .insert(agentConfigs)
    .values({ projectId })
    .onConflictDoUpdate({ target: agentConfigs.projectId, set: { projectId } })
    .returning();
  return { projectId, config: AgentConfig.parse(config) };
}

/** The database's time is finer than a Date: they are compared as Dates have it. */
async function saveConfig(drizzle: Drizzle, config: AgentConfig, readAt: Date): Promise<void> {
  const { id, projectId: _projectId, createdAt: _createdAt, ...changed } = config;
  const isUnchanged = sql`date_trunc('milliseconds', ${agentConfigs.updatedAt}) = ${readAt.toISOString()}`;
  const rows = await drizzle
    .update(agentConfigs)
    .set(changed)
    .where(and(eq(agentConfigs.id, id), isUnchanged))
    .returning({ id: agentConfigs.id });
  if (rows.length === 0) {
    throw new CatalystError(
      "conflict",
      "Changing the project's settings failed: somebody else changed them at the same time. Look at them, then try again: catalyst config show",
    );
  }
}

async function ensureUser(db: Writer, login: string): Promise<User> {
  const [row] = await db
    .insert(users)
    .values({ login })
    .onConflictDoUpdate({ target: users.login, set: { login } })
    .returning();
  return User.parse(row);
}
