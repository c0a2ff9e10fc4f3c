import type { Repo, User } from "@catalyst/core";
import type { Database } from "../database.ts";
import { postgresAccountStore } from "../stores/accounts/account-store.ts";
import { postgresRepoStore } from "../stores/accounts/repo-store.ts";

export type TestRepo = Pick<Repo, "vcs" | "url" | "name" | "defaultBranch"> & { login: string };

/** A repository in a person's own project, all of them made if they aren't there. */
export async function storeRepo(db: Database, { login, ...place }: TestRepo): Promise<{ user: User; repo: Repo }> {
  const accounts = postgresAccountStore(db);
  const user = await accounts.ensureUser(login);
  const { id: projectId } = await accounts.ensureProject({ kind: "user", userId: user.id });
  return { user, repo: await postgresRepoStore(db).ensure({ projectId, ...place }) };
}
