import { Repo, type RepoStore } from "@catalyst/core";
import type { Database } from "../../database.ts";
import { and, asc, eq, gt, inArray, sql } from "../../drizzle.ts";
import { repos } from "../../schema/accounts.ts";
import { hideValues } from "../hide-values.ts";
import { isNamed } from "./is-named.ts";

/** The repositories of projects in PostgreSQL. */
export function postgresRepoStore({ drizzle }: Database): RepoStore {
  return hideValues<RepoStore>({
    async get(id) {
      const [row] = await drizzle.select().from(repos).where(eq(repos.id, id));
      return row === undefined ? null : Repo.parse(row);
    },
    async list({ projects, afterUrl, limit }) {
      const rows = await drizzle
        .select()
        .from(repos)
        .where(and(inArray(repos.projectId, [...projects]), afterUrl === null ? undefined : gt(repos.url, afterUrl)))
        .orderBy(asc(repos.url))
        .limit(limit);
      return rows.map((row) => Repo.parse(row));
    },
    async findNamed({ projectId, name, limit }) {
      const rows = await drizzle
        .select()
        .from(repos)
        .where(and(eq(repos.projectId, projectId), isNamed(name)))
        .orderBy(asc(repos.url))
        .limit(limit);
      return rows.map((row) => Repo.parse(row));
    },
    async ensure(repo) {
      const defaultBranch = sql`coalesce(${repos.defaultBranch}, excluded.default_branch)`;
      const [row] = await drizzle
        .insert(repos)
        .values(repo)
        .onConflictDoUpdate({ target: [repos.projectId, repos.url], set: { name: repo.name, defaultBranch } })
        .returning();
      return Repo.parse(row);
    },
    async setDefaultBranch(repoId, defaultBranch) {
      const [row] = await drizzle.update(repos).set({ defaultBranch }).where(eq(repos.id, repoId)).returning();
      return Repo.parse(row);
    },
    async linkForge(repoId, { host: forgeHost, id: forgeId }) {
      await drizzle.update(repos).set({ forgeHost, forgeId }).where(eq(repos.id, repoId));
    },
    async findForge(repoId) {
      const [row] = await drizzle
        .select({ host: repos.forgeHost, id: repos.forgeId })
        .from(repos)
        .where(eq(repos.id, repoId));
      return row?.host == null || row.id === null ? null : { host: row.host, id: row.id };
    },
    async listOfForge({ host, id }) {
      const rows = await drizzle
        .select()
        .from(repos)
        .where(and(eq(repos.forgeHost, host), eq(repos.forgeId, id)))
        .orderBy(asc(repos.createdAt), asc(repos.id));
      return rows.map((row) => Repo.parse(row));
    },
  });
}
