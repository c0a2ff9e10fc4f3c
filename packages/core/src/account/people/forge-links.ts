import { CatalystError } from "../../catalyst-error.ts";
import type { AccountStore, ForgeAccount, ForgeLink } from "../account-store.ts";
import { type Actor, personOf } from "../actor.ts";
import { forgeOfHost, hostOfForge } from "../forge-of-host.ts";
import { permitBeside } from "../rights/permit.ts";
import type { AuditStore } from "./audit-entry.ts";
import { noteOf } from "./note-of.ts";

/** Accounts of forges that are the actor's, the oldest first. Throws `forbidden`. */
export async function listForgeLinks(
  { actor }: { actor: Actor },
  { accounts }: { accounts: Pick<AccountStore, "listForgeLinks"> },
): Promise<ForgeLink[]> {
  return accounts.listForgeLinks(permit(actor, "Looking at your accounts"));
}

/**
 * Makes an account, which was proven to be the actor's, theirs here: they pay for what it asks for. Throws `forbidden`, and `conflict` where it is
 * somebody else's.
 */
export async function linkForge(
  { actor, account }: { actor: Actor; account: ForgeAccount },
  deps: { accounts: Pick<AccountStore, "findForgePerson" | "linkForgeAccount">; audit: Pick<AuditStore, "add"> },
): Promise<void> {
  const userId = permit(actor, "Linking your account");
  if ((await deps.accounts.findForgePerson(account))?.id === userId) {
    return;
  }
  await deps.accounts.linkForgeAccount({ account, userId });
  const { forge, accountId } = account;
  await deps.audit.add(noteOf({ actor, kind: "account_linked", teamId: null, facts: { forge, account: accountId } }));
}

/** Takes their accounts of a host from the actor. Throws `forbidden`, `not_found`, and `conflict` where they couldn't sign in without. */
export async function unlinkForge(
  { actor, host }: { actor: Actor; host: string },
  { accounts, audit }: { accounts: Pick<AccountStore, "unlinkForge">; audit: Pick<AuditStore, "add"> },
): Promise<void> {
  const attempt = "Unlinking your account";
  const userId = permit(actor, attempt);
  const forge = forgeOfHost(host);
  const numbers = await accounts.unlinkForge({ userId, forge, mayBeLast: actor.kind === "machine_owner" });
  if (numbers.length === 0) {
    throw new CatalystError("not_found", `${attempt} failed: none of ${hostOfForge(forge)} is linked to you.`);
  }
  for (const account of numbers) {
    await audit.add(noteOf({ actor, kind: "account_unlinked", teamId: null, facts: { forge, account } }));
  }
}

function permit(actor: Actor, attempt: string): string {
  permitBeside({ actor, action: "link_own_accounts", attempt });
  return personOf(actor) as string;
}
