import { AgentConfig, Repo, type RepoStore, User } from "@catalyst/core";
import { eq, sql } from "drizzle-orm";
import type { Database, Drizzle } from "../database.ts";
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
    async getConfig(projectId) {
      const [row] = await drizzle.select().from(agentConfigs).where(eq(agentConfigs.projectId, projectId));
      if (row === undefined) {
        throw new Error(`project ${projectId} has no configuration`);
      }
      return AgentConfig.parse(row);
    },
    ensureUser: (login) => ensureUser(drizzle, login),
    ensure: ({ login, ...repo }) =>
      drizzle.transaction(async (tx) => {
        const user = await ensureUser(tx, login);
        // Setting a column to itself is what makes an upsert return the row that is there.
        const [project] = await tx
          .insert(projects)
          .values({ slug: DEFAULT_PROJECT, userId: user.id })
          .onConflictDoUpdate({ target: [projects.userId, projects.slug], set: { slug: sql`excluded.slug` } })
          .returning();
        const projectId = project?.id as string;
        const [config] = await tx
          .insert(agentConfigs)
          .values({ projectId })
          .onConflictDoUpdate({ target: agentConfigs.projectId, set: { projectId } })
          .returning();
        const [row] = await tx
          .insert(repos)
          .values({ projectId, ...repo })
          .onConflictDoUpdate({
            target: [repos.projectId, repos.url],
            set: { name: repo.name, defaultBranch: repo.defaultBranch },
          })
          .returning();
        return { user, repo: Repo.parse(row), config: AgentConfig.parse(config) };
      }),
  });
}

async function ensureUser(db: Writer, login: string): Promise<User> {
  const [row] = await db
    .insert(users)
    .values({ login })
    .onConflictDoUpdate({ target: users.login, set: { login } })
    .returning();
  return User.parse(row);
}
