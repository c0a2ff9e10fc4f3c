import { type NeededScope, type Operation, SCOPES } from "@catalyst/api";
import type { Refusal } from "../http/problem-of.ts";
import type { Asker } from "../who/who-asks.ts";

/** null: nothing is wrong with asking for this by what whoever asks has. Whether they may is another question. */
export function checkScope(operation: Operation, { right }: Asker): Refusal | null {
  if (right?.kind !== "api_key") {
    return null;
  }
  const needed: NeededScope = SCOPES[operation];
  if (needed === "any" || right.scopes.includes(needed)) {
    return null;
  }
  const detail =
    needed === "none"
      ? "This can't be done with an API key. Sign in."
      : `This API key isn't for that. Make one with the scope ${needed}.`;
  return { code: "forbidden", detail };
}
