import type { IncomingMessage } from "node:http";
import type { Actor, Right } from "@catalyst/core";
import type { Refusal } from "../http/problem-of.ts";

export interface Asker {
  actor: Actor;
  /** What ends with their right to ask; null: the machine's owner, who has the socket. */
  right: (Right & { kind: "session" | "api_key" }) | null;
}

export const NOBODY: Refusal = {
  code: "unauthenticated",
  detail: "Nobody is known by what this request carries. Sign in, or send an API key: authorization: Bearer …",
};

/** Who asks, by what a request carries; null: nobody. Reads the headers alone. */
export type WhoAsks = (request: IncomingMessage) => Promise<Asker | null>;

/** Over a socket that its owner alone can open. */
export function askAsOwner(actor: Actor): WhoAsks {
  return async () => ({ actor, right: null });
}
