import { userAccounts, users } from "./schema/accounts.ts";
import { deviceCodes, passkeys, rateLimits, sessions, verifications } from "./schema/sign-in.ts";

/** The tables that signing in works on, by the names under which the library for it is told of them. */
export const SIGN_IN_TABLES = { users, userAccounts, sessions, verifications, passkeys, deviceCodes, rateLimits };
