import { join } from "node:path";

/** Where it is written where this user is signed in. */
export function loginsPath(home: string): string {
  return join(home, "logins.json");
}
