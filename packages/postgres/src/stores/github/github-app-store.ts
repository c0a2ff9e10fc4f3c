import { CatalystError } from "@catalyst/core";
import { GitHubApp, type GitHubAppPatch, type GitHubAppStore } from "@catalyst/core/forge";
import type { Database } from "../../database.ts";
import { and, asc, eq, sql } from "../../drizzle.ts";
import { githubApps } from "../../schema/github.ts";
import { hideValues, isTaken } from "../hide-values.ts";
import { holdKeys } from "../pairs/hold-keys.ts";
import { isSame } from "../pairs/is-same.ts";

const APPS_CHANNEL = "github_apps";
const announce = sql`select pg_notify(${APPS_CHANNEL}, '')`;

/** The Apps in PostgreSQL, told of to all who hear for them. */
export function postgresGitHubAppStore({ drizzle, listener }: Database): GitHubAppStore {
  return hideValues<GitHubAppStore>({
    insert: (app) =>
      drizzle.transaction(async (tx) => {
        await holdKeys(tx, envelopesOf(app));
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
        await holdKeys(tx, envelopesOf(patch));
        const [row] = await tx.update(githubApps).set(patch).where(eq(githubApps.id, id)).returning();
        await tx.execute(announce);
        return row === undefined ? null : GitHubApp.parse(row);
      }),
    replaceSealed: (before, { privateKey, webhookSecret, formerSecrets }) =>
      drizzle.transaction(async (tx) => {
        const rows = await tx
          .update(githubApps)
          .set({ privateKey, webhookSecret, formerSecrets })
          .where(
            and(
              eq(githubApps.id, before.id),
              isSame(githubApps.privateKey, before.privateKey),
              isSame(githubApps.webhookSecret, before.webhookSecret),
              isSame(githubApps.formerSecrets, before.formerSecrets),
            ),
          )
          .returning({ id: githubApps.id });
        await tx.execute(announce);
        return rows.length === 1;
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

function envelopesOf({ privateKey, webhookSecret, formerSecrets = [] }: GitHubAppPatch) {
  return [privateKey, webhookSecret, ...formerSecrets.map(({ secret }) => secret)];
}

function taken({ host, appId }: GitHubApp): CatalystError {
  return new CatalystError("conflict", `Adding the App ${appId} of ${host} failed: it is there already.`);
}
