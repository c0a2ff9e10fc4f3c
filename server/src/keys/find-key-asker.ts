import type { ServerDeps } from "../server-deps.ts";
import type { Asker } from "../who/who-asks.ts";

/** Whose API key this is; null: nobody's. */
export async function findKeyAsker(_key: string, _deps: ServerDeps): Promise<Asker | null> {
  return null;
}
