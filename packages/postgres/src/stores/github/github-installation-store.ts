import { GitHubInstallation, type GitHubInstallationStore } from "@catalyst/core/forge";
import type { Database } from "../../database.ts";
import { and, asc, eq, sql } from "../../drizzle.ts";
import { githubInstallations } from "../../schema/github.ts";
import { hideValues } from "../hide-values.ts";
import { refuseGoneApp } from "./refuse-gone-app.ts";

/** Who let our Apps in, in PostgreSQL. */
export function postgresGitHubInstallationStore({ drizzle }: Database): GitHubInstallationStore {
  return hideValues<GitHubInstallationStore>({
    async put(installation) {
      const { appId, installationId, ...said } = installation;
      await refuseGoneApp("Noting an installation", () =>
        drizzle
          .insert(githubInstallations)
          .values(installation)
          .onConflictDoUpdate({
            target: [githubInstallations.appId, githubInstallations.installationId],
            set: { ...said, updatedAt: sql`now()` },
          }),
      );
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
