import { findMachineOwner, forgeOfHost } from "@catalyst/core";
import { connectDatabase, postgresAccountStore } from "@catalyst/postgres";
import type { Peer } from "../../github-peer/make-peer.ts";

/** Makes a person's account at the peer, as of this host, the machine owner's, whose keys then pay for what they ask for there. */
export async function linkToOwner(
  home: string,
  peer: Peer,
  { login, host }: { login: string; host: string },
): Promise<void> {
  const db = await connectDatabase({ home, databaseUrl: null });
  try {
    const accounts = postgresAccountStore(db);
    const { userId } = await findMachineOwner({ accounts });
    const account = { forge: forgeOfHost(host), accountId: String(peer.person(login).id), login };
    await accounts.linkForgeAccount({ account, userId });
  } finally {
    await db.close();
  }
}
