import type { IncomingMessage } from "node:http";
import { findKeyAsker } from "../keys/find-key-asker.ts";
import { findSessionAsker } from "../people/find-session-asker.ts";
import type { ServerDeps } from "../server-deps.ts";
import type { WhoAsks } from "./who-asks.ts";

const KEY = /^Bearer +(cat_\S+)$/i;

/** Over a port that anybody may reach: an API key decides alone where there is one, else a session. */
export function askPeople(deps: ServerDeps): WhoAsks {
  return (request) => {
    const key = keyOf(request);
    return key === null ? findSessionAsker(request, deps) : findKeyAsker(key, deps);
  };
}

function keyOf({ headers }: IncomingMessage): string | null {
  return KEY.exec(headers.authorization ?? "")?.[1] ?? null;
}
