import type { IncomingMessage } from "node:http";
import type { Actor } from "@catalyst/core";
import type { Refusal } from "../http/problem-of.ts";

/** `endsAt`: when it ends by itself. */
type AskingRight =
  | { kind: "session"; id: string; endsAt: Date | null }
  | { kind: "api_key"; id: string; endsAt: Date | null; scopes: readonly string[] };

export interface Asker {
  actor: Actor;
  /** What lets them ask, and may end; null: the machine's owner, who has the socket. */
  right: AskingRight | null;
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
