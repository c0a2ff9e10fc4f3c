import type { ForgePermission } from "@catalyst/core";
import { z } from "zod";
import { findAccount } from "../account/find-account.ts";
import type { TokenStep } from "../client/with-token.ts";
import { orNull } from "./or-null.ts";

const Permission = z.object({
  permission: z.string(),
  role_name: z.string().optional(),
  user: z.object({ id: z.int() }).nullish(),
});

interface Account {
  id: string;
  /** null: it isn't known. */
  login: string | null;
}

/**
 * What an account may do in the repository now, by its number: logins change hands. Who is called otherwise by now is asked for by that
 * name. `none` as well where GitHub doesn't say it of this very account. Throws `GitHubFault`.
 */
export async function findPermission(step: Step, account: Account): Promise<ForgePermission> {
  const found = account.login === null ? null : await askOf(step, { ...account, login: account.login });
  if (found !== null) {
    return found;
  }
  const login = (await findAccount(step.asker, { id: Number(account.id) }))?.login;
  return login === undefined || login === account.login
    ? "none"
    : ((await askOf(step, { ...account, login })) ?? "none");
}

type Called = Account & { login: string };
type Step = Pick<TokenStep, "asker" | "repository">;

/** null: nobody is called so, or somebody else. */
async function askOf({ asker, repository }: Step, { id, login }: Called): Promise<ForgePermission | null> {
  const path = "GET /repos/{owner}/{repo}/collaborators/{username}/permission";
  const at = { owner: repository.owner, repo: repository.name, username: login };
  const found = await orNull(asker.ask(path, at, Permission));
  return found === null || String(found.user?.id) !== id ? null : permissionOf(found);
}

const ROLES: readonly string[] = ["admin", "maintain", "write", "triage", "read"] satisfies ForgePermission[];

/** `permission` calls maintainers writers and triagers readers; roles that a company made have names of their own. */
function permissionOf({ permission, role_name }: z.output<typeof Permission>): ForgePermission {
  const name = [role_name, permission].find((one) => one !== undefined && ROLES.includes(one));
  return (name as ForgePermission | undefined) ?? "none";
}
