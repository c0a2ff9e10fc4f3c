import { CatalystError } from "@catalyst/core";
import { GitHubInstallation, type GitHubInstallationStore, ShownRepository } from "@catalyst/core/forge";
import type { Drizzle } from "../../database.ts";
import { and, asc, eq, sql } from "../../drizzle.ts";
import { githubApps, githubInstallations, githubRepositories } from "../../schema/github.ts";

export const INSTALLATIONS_CHANNEL = "github_installations";

type Named = Pick<GitHubInstallation, "appId" | "installationId">;

/** Puts what an installation shows in the place of what it showed. Throws `not_found` where it is gone. */
export function showRepositories(
  drizzle: Drizzle,
  { appId, installationId }: Named,
  { repositories, isWhole }: Parameters<GitHubInstallationStore["show"]>[1],
): Promise<number[]> {
  return drizzle.transaction(async (tx) => {
    const isIt = and(eq(githubInstallations.appId, appId), eq(githubInstallations.installationId, installationId));
    const locked = await tx.select().from(githubInstallations).where(isIt).for("update");
    if (locked.length === 0) {
      throw new CatalystError("not_found", "Noting what an installation shows failed: it is gone.");
    }
    const before = await tx
      .select({ repositoryId: githubRepositories.repositoryId })
      .from(githubRepositories)
      .where(isShownBy({ appId, installationId }));
    const numbers = new Set(repositories.map(({ repositoryId }) => repositoryId));
    const lost = isWhole ? before.map((row) => row.repositoryId).filter((number) => !numbers.has(number)) : [];
    if (isWhole) {
      await tx.update(githubInstallations).set({ updatedAt: sql`now()` }).where(isIt);
      await tx.delete(githubRepositories).where(isShownBy({ appId, installationId }));
    }
    // One that moved from another of the App's installations is taken from that.
    if (numbers.size > 0) {
      await tx
        .insert(githubRepositories)
        .values(unique(repositories).map((repository) => ({ appId, installationId, ...repository })))
        .onConflictDoUpdate({
          target: [githubRepositories.appId, githubRepositories.repositoryId],
          set: {
            installationId,
            owner: sql`excluded.owner`,
            name: sql`excluded.name`,
            isPrivate: sql`excluded.is_private`,
            isArchived: sql`excluded.is_archived`,
          },
        });
    }
    await tx.execute(sql`select pg_notify(${INSTALLATIONS_CHANNEL}, '')`);
    return lost;
  });
}

export function hideRepository(
  drizzle: Drizzle,
  { appId, repositoryId }: Parameters<GitHubInstallationStore["hide"]>[0],
): Promise<boolean> {
  return drizzle.transaction(async (tx) => {
    const removed = await tx
      .delete(githubRepositories)
      .where(and(eq(githubRepositories.appId, appId), eq(githubRepositories.repositoryId, repositoryId)))
      .returning({ repositoryId: githubRepositories.repositoryId });
    await tx.execute(sql`select pg_notify(${INSTALLATIONS_CHANNEL}, '')`);
    return removed.length === 1;
  });
}

export async function listShown(drizzle: Drizzle, of: Named): Promise<ShownRepository[]> {
  const rows = await drizzle
    .select()
    .from(githubRepositories)
    .where(isShownBy(of))
    .orderBy(asc(githubRepositories.owner), asc(githubRepositories.name), asc(githubRepositories.repositoryId));
  return rows.map((row) => ShownRepository.parse(row));
}

export async function listShowing(
  drizzle: Drizzle,
  { host, repositoryId }: Parameters<GitHubInstallationStore["listShowing"]>[0],
): Promise<GitHubInstallation[]> {
  const { appId, installationId } = githubInstallations;
  const isItsInstallation = and(
    eq(appId, githubRepositories.appId),
    eq(installationId, githubRepositories.installationId),
  );
  const rows = await drizzle
    .select({ installation: githubInstallations })
    .from(githubRepositories)
    .innerJoin(githubInstallations, isItsInstallation)
    .innerJoin(githubApps, eq(githubApps.id, githubRepositories.appId))
    .where(and(eq(githubRepositories.repositoryId, repositoryId), eq(githubApps.host, host)))
    .orderBy(asc(githubApps.createdAt), asc(githubApps.id));
  return rows.map(({ installation }) => GitHubInstallation.parse(installation));
}

function isShownBy({ appId, installationId }: Named) {
  return and(eq(githubRepositories.appId, appId), eq(githubRepositories.installationId, installationId));
}

/** A list that is read page by page may have one twice. */
function unique(repositories: readonly ShownRepository[]): ShownRepository[] {
  return [...new Map(repositories.map((repository) => [repository.repositoryId, repository])).values()];
}
