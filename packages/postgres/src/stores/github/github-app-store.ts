import { CatalystError } from "@catalyst/core";
import { GitHubApp, type GitHubAppStore } from "@catalyst/core/forge";
import type { Database } from "../../database.ts";
import { asc, eq, sql } from "../../drizzle.ts";
import { githubApps } from "../../schema/github.ts";
import { hideValues, isTaken } from "../hide-values.ts";

const APPS_CHANNEL = "github_apps";
const announce = sql`select pg_notify(${APPS_CHANNEL}, '')`;

/** The Apps in PostgreSQL, told of to all who hear for them. */
export function postgresGitHubAppStore({ drizzle, listener }: Database): GitHubAppStore {
  return hideValues<GitHubAppStore>({
    insert: (app) =>
      drizzle.transaction(async (tx) => {
        await tx
          .insert(githubApps)
          .values(app)
          .catch((error: unknown) => {
            throw isTaken(error) ? taken(app) : error;
          });
        await tx.execute(announce);
      }),
    async get(id) {
      const [row] = await drizzle.select().from(githubApps).where(eq(githubApps.id, id));
      return row === undefined ? null : GitHubApp.parse(row);
    },
    async list() {
      const rows = await drizzle.select().from(githubApps).orderBy(asc(githubApps.createdAt), asc(githubApps.id));
      return rows.map((row) => GitHubApp.parse(row));
    },
    change: (id, patch) =>
      drizzle.transaction(async (tx) => {
        const [row] = await tx.update(githubApps).set(patch).where(eq(githubApps.id, id)).returning();
        await tx.execute(announce);
        return row === undefined ? null : GitHubApp.parse(row);
      }),
    remove: (id) =>
      drizzle.transaction(async (tx) => {
        const removed = await tx.delete(githubApps).where(eq(githubApps.id, id)).returning({ id: githubApps.id });
        await tx.execute(announce);
        return removed.length === 1;
      }),
    watch: (onChanged) => listener.listen(APPS_CHANNEL, () => onChanged()),
  });
}

function taken({ host, appId }: GitHubApp): CatalystError {
  return new CatalystError("conflict", `Adding the App ${appId} of ${host} failed: it is there already.`);
}
