import type { AccountStore } from "./account-store.ts";
import type { Actor } from "./actor.ts";

/** What is here the login of whoever owns the machine. */
export const MACHINE_OWNER = "local";

export type MachineOwner = Extract<Actor, { kind: "machine_owner" }>;

/** The one who owns this machine, whom everything on it belongs to that nobody else signed in for. */
export async function findMachineOwner({
  accounts,
}: {
  accounts: Pick<AccountStore, "ensureUser">;
}): Promise<MachineOwner> {
  return { kind: "machine_owner", userId: (await accounts.ensureUser(MACHINE_OWNER)).id };
}
