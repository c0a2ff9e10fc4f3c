import { CatalystError } from "../../catalyst-error.ts";
import type { MachineUser } from "./github-app.ts";

/** How many accounts people can pick for one App. */
export const MAX_MACHINE_USERS = 20;

export interface MachineUserChange {
  add: readonly MachineUser[];
  /** By login. */
  remove: readonly string[];
}

/**
 * The accounts that people pick once some were added and removed; who is added again is called as they are by now. Throws `not_found` for one to be
 * removed that isn't among them, and `conflict` for too many.
 */
export function changeMachineUsers(before: readonly MachineUser[], { add, remove }: MachineUserChange): MachineUser[] {
  const attempt = "Changing the accounts that people pick";
  for (const login of remove) {
    if (!before.some((user) => isCalled(user, login))) {
      throw new CatalystError("not_found", `${attempt} failed: ${login} isn't among them.`);
    }
  }
  const isKept = (user: MachineUser) =>
    !add.some(({ id }) => id === user.id) && !remove.some((login) => isCalled(user, login));
  const after = [...before.filter(isKept), ...new Map(add.map((user) => [user.id, user])).values()];
  if (after.length > MAX_MACHINE_USERS) {
    throw new CatalystError("conflict", `${attempt} failed: ${MAX_MACHINE_USERS} are the most.`);
  }
  return after;
}

/** Logins are the same in any case. */
function isCalled({ login }: MachineUser, name: string): boolean {
  return login.toLowerCase() === name.toLowerCase();
}
