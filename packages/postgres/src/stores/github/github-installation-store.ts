import { CatalystError } from "@catalyst/core";
import { GitHubInstallation, type GitHubInstallationStore } from "@catalyst/core/forge";
import type { Database } from "../../database.ts";
import { and, asc, eq, sql } from "../../drizzle.ts";
import { githubInstallations } from "../../schema/github.ts";
import { hideValues, violation } from "../hide-values.ts";

/** https://www.postgresql.org/docs/18/errcodes-appendix.html */
const FOREIGN_KEY_VIOLATION = "23503";

/** Who let our Apps in, in PostgreSQL. */
export function postgresGitHubInstallationStore({ drizzle }: Database): GitHubInstallationStore {
  return hideValues<GitHubInstallationStore>({
    async put(installation) {
      const { appId, installationId, ...said } = installation;
      const isThere = [githubInstallations.appId, githubInstallations.installationId];
      await drizzle
        .insert(githubInstallations)
        .values(installation)
        .onConflictDoUpdate({ target: isThere, set: { ...said, updatedAt: sql`now()` } })
        .catch((error: unknown) => {
          throw violation(error).code === FOREIGN_KEY_VIOLATION
            ? new CatalystError("not_found", "Noting an installation failed: the App is gone.")
            : error;
        });
    },
    async find(of) {
      const [row] = await drizzle.select().from(githubInstallations).where(isIt(of));
      return row === undefined ? null : GitHubInstallation.parse(row);
    },
    async list(appId) {
      const rows = await drizzle
        .select()
        .from(githubInstallations)
        .where(eq(githubInstallations.appId, appId))
        .orderBy(asc(githubInstallations.installationId));
      return rows.map((row) => GitHubInstallation.parse(row));
    },
    async remove(of) {
      const removed = await drizzle
        .delete(githubInstallations)
        .where(isIt(of))
        .returning({ installationId: githubInstallations.installationId });
      return removed.length === 1;
    },
  });
}

function isIt({ appId, installationId }: Pick<GitHubInstallation, "appId" | "installationId">) {
  return and(eq(githubInstallations.appId, appId), eq(githubInstallations.installationId, installationId));
}
