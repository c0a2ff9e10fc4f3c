import { CatalystError } from "@catalyst/core";
import { changeMachineUsers, type GitHubApp, type MachineUser } from "@catalyst/core/forge";
import { type Asker, findAccount, withPublicAsker } from "@catalyst/github";
import { type Database, postgresGitHubAppStore } from "@catalyst/postgres";
import type { GitHubApps } from "../open-github-apps.ts";
import { findAnyInstallation } from "./find-any-installation.ts";

const ATTEMPT = "Changing the accounts that people pick";

/** Null: it is looked up by its login. */
interface NamedUser {
  login: string;
  id: number | null;
}

export interface ChangeUsersWish {
  add: readonly NamedUser[];
  remove: readonly string[];
}

/**
 * Notes which accounts people pick for an App. Throws `not_found` for one that its GitHub doesn't know, `invalid_input` for one that nobody can pick or that
 * has another number, what `changeMachineUsers` throws, and `GitHubFault`.
 */
export async function changeUsers(
  stored: GitHubApp,
  { add, remove }: ChangeUsersWish,
  { db, apps }: { db: Database; apps: Pick<GitHubApps, "open"> },
): Promise<void> {
  const found = add.length === 0 ? [] : await lookUp(stored, add, { db, apps });
  const machineUsers = changeMachineUsers(stored.machineUsers, { add: found, remove });
  await postgresGitHubAppStore(db).change(stored.id, { machineUsers });
}

async function lookUp(
  stored: GitHubApp,
  add: readonly NamedUser[],
  { db, apps }: { db: Database; apps: Pick<GitHubApps, "open"> },
): Promise<MachineUser[]> {
  const installationId = await findAnyInstallation(stored.id, db);
  return withPublicAsker(await apps.open(stored), installationId, async (asker) => {
    const users: MachineUser[] = [];
    for (const named of add) {
      users.push(await lookUpOne(asker, named, stored.host));
    }
    return users;
  });
}

async function lookUpOne(asker: Asker, { login, id }: NamedUser, host: string): Promise<MachineUser> {
  const account = await findAccount(asker, { login });
  if (account === null) {
    throw new CatalystError("not_found", `${ATTEMPT} failed: nobody is called ${login} at ${host}.`);
  }
  if (account.type !== "User") {
    throw new CatalystError(
      "invalid_input",
      `${ATTEMPT} failed: ${login} is no person's account, which ${host} lets be picked alone.`,
    );
  }
  if (id !== null && id !== account.id) {
    throw new CatalystError(
      "invalid_input",
      `${ATTEMPT} failed: the number of ${login} is ${account.id} at ${host}, and not ${id}.`,
    );
  }
  return { id: account.id, login: account.login };
}
