import type { Grant, GrantHolder } from "@catalyst/core";
import { Refusal } from "../http/refusal.ts";

/** Refuses, with an audit event, what isn't for who holds the token. */
export function checkHolder(grant: Grant, holder: GrantHolder, what: string): void {
  if (grant.holder === holder) {
    return;
  }
  const reason =
    holder === "runner"
      ? "It is for Catalyst's own runner: the agent's token doesn't open it."
      : "It is for the agent: the runner's token doesn't open it.";
  throw new Refusal("forbidden", reason, { blockedAction: what });
}
