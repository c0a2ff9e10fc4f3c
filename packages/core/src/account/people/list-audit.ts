import type { Actor } from "../actor.ts";
import { permitBeside } from "../permit.ts";
import type { AuditEntry, AuditStore } from "./audit-entry.ts";

/** What was written down of the whole server. Throws `forbidden`. */
export function listAudit(
  { actor, before, limit }: { actor: Actor; before?: number; limit: number },
  { audit }: { audit: AuditStore },
): Promise<AuditEntry[]> {
  permitBeside({ actor, action: "see_audit", attempt: "Listing what was written down" });
  return audit.list({ ...(before === undefined ? {} : { before }), limit });
}
