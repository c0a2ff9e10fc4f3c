import { admitKey } from "@catalyst/core";
import type { ServerDeps } from "../server-deps.ts";
import type { Asker } from "../who/who-asks.ts";

/** Whose API key this is; null: nobody's. */
export async function findKeyAsker(token: string, deps: ServerDeps): Promise<Asker | null> {
  const admitted = await admitKey(token, deps);
  if (admitted === null) {
    return null;
  }
  const { id, expiresAt, scopes } = admitted.key;
  return { actor: admitted.actor, right: { kind: "api_key", id, endsAt: expiresAt, scopes } };
}
