import type { BetterAuthOptions } from "better-auth/types";

/** What the library asks before it lets somebody in who isn't there yet, and tells once somebody is in. */
export interface SignUpGate {
  check: NonNullable<NonNullable<BetterAuthOptions["user"]>["validateUserInfo"]>;
  hooks: NonNullable<BetterAuthOptions["databaseHooks"]>;
}
