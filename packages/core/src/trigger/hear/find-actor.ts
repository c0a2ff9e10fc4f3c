import type { AccountStore } from "../../account/account-store.ts";
import type { Actor } from "../../account/actor.ts";
import { forgeOfHost } from "../../account/forge-of-host.ts";
import { type ForgePermission, mayWrite } from "../../account/forge-permission.ts";
import type { HeardSignal } from "./heard-signal.ts";

const NOBODY: Actor = { kind: "system" };

/**
 * Who acts here for whoever acted on the forge: the person that the account is linked to, or who stands for it until it is. Who may
 * nothing gets no one to stand for them.
 */
export async function findActor(
  { heard: { signal, host, repo }, permission }: { heard: HeardSignal; permission: ForgePermission },
  { accounts }: { accounts: Pick<AccountStore, "ensureForgeUser"> },
): Promise<Actor> {
  if (!mayWrite(permission)) {
    return NOBODY;
  }
  const account = { forge: forgeOfHost(host), accountId: signal.actor.id, login: signal.actor.login };
  const { id: userId } = await accounts.ensureForgeUser(account);
  return { kind: "forge_account", userId, ...account, projectId: repo.projectId, permission };
}
