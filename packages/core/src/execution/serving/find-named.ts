import type { AccountStore } from "../../account/account-store.ts";
import type { Actor } from "../../account/actor.ts";
import { forgeOfHost } from "../../account/forge-of-host.ts";
import { MACHINE_OWNER } from "../../account/machine-owner.ts";
import type { PermissionWish } from "../../forge/forge-port.ts";
import type { Repo } from "../../vcs/repo.ts";

export type ForgeNamed = PermissionWish["account"];

export interface FindNamedDeps {
  accounts: Pick<AccountStore, "getUser" | "listForgeLinks" | "listProjectLinks">;
}

/**
 * By whose accounts of the forge somebody has us act there: one of these has to be one that may write there. `keeper`: as who had us let in, of whom it isn't asked.
 * `isOwn`: they are whoever asks; else they are the project's.
 */
export type Named = { isOwn: boolean } & ({ kind: "keeper" } | { kind: "accounts"; accounts: ForgeNamed[] });

/**
 * Our account of a forge may more than those who have it act: what they may there by themselves is what they may by it. Of whom no account is linked it is what
 * those may who have work done in the same project. The machine's owner is who had the App let in.
 */
export async function findNamed(
  { askedBy, repo }: { askedBy: Actor; repo: Repo },
  { accounts }: FindNamedDeps,
): Promise<Named> {
  if (askedBy.kind === "forge_account") {
    return { kind: "accounts", accounts: [{ id: askedBy.accountId, login: askedBy.login }], isOwn: true };
  }
  if (askedBy.kind !== "person" && askedBy.kind !== "api_key") {
    return { kind: "keeper", isOwn: true };
  }
  if ((await accounts.getUser(askedBy.userId))?.login === MACHINE_OWNER) {
    return { kind: "keeper", isOwn: true };
  }
  const forge = forgeOfHost(new URL(repo.url).host);
  const links = (await accounts.listForgeLinks(askedBy.userId)).filter((link) => link.forge === forge);
  if (links.length > 0) {
    return { kind: "accounts", accounts: links.map(toNamed), isOwn: true };
  }
  const people = await accounts.listProjectLinks({ projectId: repo.projectId, forge });
  return people.some(({ login }) => login === MACHINE_OWNER)
    ? { kind: "keeper", isOwn: false }
    : { kind: "accounts", accounts: people.flatMap(({ links: theirs }) => theirs.map(toNamed)), isOwn: false };
}

function toNamed({ accountId: id }: { accountId: string }): ForgeNamed {
  return { id, login: null };
}

export function nameOf({ id, login }: ForgeNamed): string {
  return login ?? `the account ${id}`;
}
