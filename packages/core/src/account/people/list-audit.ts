import type { Actor } from "../actor.ts";
import { permitBeside } from "../rights/permit.ts";
import { type PermitTeamDeps, permitTeam } from "../teams/permit-team.ts";
import type { AuditEntry, AuditStore } from "./audit-entry.ts";

export interface ListAuditInput {
  actor: Actor;
  /** Its slug; null: the whole server. */
  team: string | null;
  /** From before this one on. */
  before?: number;
  limit: number;
}

/**
 * What was written down of a team, for whoever keeps it, or of the whole server, for the machine's owner; the newest first. Throws
 * `forbidden`, and `not_found` for a team that the actor doesn't see.
 */
export async function listAudit(
  { actor, team: slug, before, limit }: ListAuditInput,
  { audit, teams }: PermitTeamDeps & { audit: Pick<AuditStore, "list"> },
): Promise<AuditEntry[]> {
  const attempt = "Listing what was written down";
  const page = { ...(before === undefined ? {} : { before }), limit };
  if (slug === null) {
    permitBeside({ actor, action: "see_audit", attempt });
    return audit.list(page);
  }
  const { teamId } = await permitTeam({ actor, action: "see_team_audit", team: slug, attempt }, { teams });
  return audit.list({ ...page, teamId });
}
