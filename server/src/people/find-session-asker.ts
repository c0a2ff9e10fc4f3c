import type { IncomingMessage } from "node:http";
import type { ServerDeps } from "../server-deps.ts";
import type { Asker } from "../who/who-asks.ts";

/** Who is signed in by the request's cookie or bearer token; null: nobody. */
export async function findSessionAsker(_request: IncomingMessage, _deps: ServerDeps): Promise<Asker | null> {
  return null;
}
