import { type Database, postgresGitHubInstallationStore } from "@catalyst/postgres";

/** One by which an App may ask; null: nobody lets it in. */
export async function findAnyInstallation(appId: string, db: Database): Promise<number | null> {
  const installations = await postgresGitHubInstallationStore(db).list(appId);
  return installations.find(({ suspendedAt }) => suspendedAt === null)?.installationId ?? null;
}
