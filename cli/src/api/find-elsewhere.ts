import { existsSync } from "node:fs";
import { loginsPath } from "../login/logins-path.ts";
import type { Remote } from "./find-remote.ts";

export interface AskedServer {
  home: string;
  /** The one that was named; null: none was. */
  server: string | null;
}

/**
 * The server elsewhere that is meant; null: this machine's own. Who never signed in and names none has nothing loaded for it.
 * Throws `unauthenticated` where one is named without a login.
 */
export async function findElsewhere(asked: AskedServer): Promise<Remote | null> {
  if (asked.server === null && !existsSync(loginsPath(asked.home))) {
    return null;
  }
  const { findRemote } = await import("./find-remote.ts");
  return findRemote(asked);
}
