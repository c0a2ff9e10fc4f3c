import type { ForgePermission } from "@catalyst/core";
import { z } from "zod";
import type { TokenStep } from "../client/with-token.ts";
import { orNull } from "./or-null.ts";

const Permission = z.object({
  permission: z.string(),
  role_name: z.string().optional(),
  user: z.object({ id: z.int() }).nullish(),
});

/** What an account may do in the repository now. `none` as well where GitHub doesn't say it of this very account: logins change hands. Throws `GitHubFault`. */
export async function findPermission(
  { asker, repository }: Pick<TokenStep, "asker" | "repository">,
  { id, login }: { id: string; login: string },
): Promise<ForgePermission> {
  const path = "GET /repos/{owner}/{repo}/collaborators/{username}/permission";
  const at = { owner: repository.owner, repo: repository.name, username: login };
  const found = await orNull(asker.ask(path, at, Permission));
  return found === null || String(found.user?.id) !== id ? "none" : permissionOf(found);
}

const ROLES: readonly string[] = ["admin", "maintain", "write", "triage", "read"] satisfies ForgePermission[];

/** `permission` calls maintainers writers and triagers readers; roles that a company made have names of their own. */
function permissionOf({ permission, role_name }: z.output<typeof Permission>): ForgePermission {
  const name = [role_name, permission].find((one) => one !== undefined && ROLES.includes(one));
  return (name as ForgePermission | undefined) ?? "none";
}
