import type { AccountStore } from "./account-store.ts";
import type { Actor } from "./actor.ts";

/** What people call an actor: a login, here or on the forge. */
export async function nameActor(
  actor: Actor,
  { accounts }: { accounts: Pick<AccountStore, "getUser"> },
): Promise<string> {
  switch (actor.kind) {
    case "system":
      return "catalyst";
    case "forge_account":
      return actor.login;
    default:
      return (await accounts.getUser(actor.userId))?.login ?? actor.userId;
  }
}
