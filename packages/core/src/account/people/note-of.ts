import { type Actor, personOf } from "../actor.ts";
import type { AuditKind, NewAuditEntry } from "./audit-entry.ts";

interface Act {
  actor: Actor;
  kind: AuditKind;
  /** null: it concerns no team. */
  teamId: string | null;
  facts: Record<string, string>;
}

/** What is written down of what somebody did; by a key of theirs, with the key. */
export function noteOf({ actor, kind, teamId, facts }: Act): NewAuditEntry {
  const by: Record<string, string> = actor.kind === "api_key" ? { byKey: actor.keyId } : {};
  return { kind, userId: personOf(actor), teamId, facts: { ...facts, ...by } };
}
