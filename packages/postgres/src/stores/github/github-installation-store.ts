import { CatalystError } from "@catalyst/core";
import { GitHubInstallation, type GitHubInstallationStore } from "@catalyst/core/forge";
import type { Database } from "../../database.ts";
import { and, asc, eq, lt, sql } from "../../drizzle.ts";
import { githubInstallations } from "../../schema/github.ts";
import { hideValues, violation } from "../hide-values.ts";
import {
  hideRepository,
  INSTALLATIONS_CHANNEL,
  listShowing,
  listShown,
  showRepositories,
} from "./shown-repositories.ts";

/** https://www.postgresql.org/docs/18/errcodes-appendix.html */
const FOREIGN_KEY_VIOLATION = "23503";

const announce = sql`select pg_notify(${INSTALLATIONS_CHANNEL}, '')`;

/** Who let our Apps in, and what they show them, in PostgreSQL. */
export function postgresGitHubInstallationStore({ drizzle, listener }: Database): GitHubInstallationStore {
  return hideValues<GitHubInstallationStore>({
    put: (installation) =>
      drizzle.transaction(async (tx) => {
        const { appId, installationId, ...said } = installation;
        const isThere = [githubInstallations.appId, githubInstallations.installationId];
        await tx
          .insert(githubInstallations)
          .values(installation)
          .onConflictDoUpdate({ target: isThere, set: said })
          .catch((error: unknown) => {
            throw violation(error).code === FOREIGN_KEY_VIOLATION
              ? new CatalystError("not_found", "Noting an installation failed: the App is gone.")
              : error;
          });
        await tx.execute(announce);
      }),
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
    async listStale({ appId, before }) {
      const rows = await drizzle
        .select({ installationId: githubInstallations.installationId })
        .from(githubInstallations)
        .where(and(eq(githubInstallations.appId, appId), lt(githubInstallations.updatedAt, before)))
        .orderBy(asc(githubInstallations.updatedAt));
      return rows.map(({ installationId }) => installationId);
    },
    remove: (of) =>
      drizzle.transaction(async (tx) => {
        const removed = await tx
          .delete(githubInstallations)
          .where(isIt(of))
          .returning({ installationId: githubInstallations.installationId });
        await tx.execute(announce);
        return removed.length === 1;
      }),
    show: (of, shown) => showRepositories(drizzle, of, shown),
    hide: (of) => hideRepository(drizzle, of),
    listShown: (of) => listShown(drizzle, of),
    listShowing: (of) => listShowing(drizzle, of),
    watch: (onChanged) => listener.listen(INSTALLATIONS_CHANNEL, () => onChanged()),
  });
}

function isIt({ appId, installationId }: Pick<GitHubInstallation, "appId" | "installationId">) {
  return and(eq(githubInstallations.appId, appId), eq(githubInstallations.installationId, installationId));
}
