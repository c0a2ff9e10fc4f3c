import type { Owner } from "@catalyst/core";
import type { Transaction } from "../../database.ts";
import { sql } from "../../drizzle.ts";
import { agentConfigs, projectEnvironments, projects } from "../../schema/accounts.ts";

const DEFAULT_PROJECT = "default";
/** Where a project's agents work. */
export const AGENT_ENVIRONMENT = "agent";

/**
 * The owner's project, with its configuration and the place of its agents. A team's begins with a list of the agents that may
 * be used; on one's own, whoever names an agent is the one whom a list would bind.
 */
export async function ensureProject(tx: Transaction, owner: Owner): Promise<{ id: string }> {
  const [project] = await tx
    .insert(projects)
    .values({ slug: DEFAULT_PROJECT, ...ownerColumns(owner) })
    .onConflictDoUpdate({
      target: [owner.kind === "user" ? projects.userId : projects.teamId, projects.slug],
      set: { slug: sql`excluded.slug` },
    })
    .returning({ id: projects.id });
  return furnish(tx, project?.id as string, owner);
}

/** Another of the owner's, of this name. Fails where they have one. */
export async function insertProject(tx: Transaction, owner: Owner, slug: string): Promise<{ id: string }> {
  const [project] = await tx
    .insert(projects)
    .values({ slug, ...ownerColumns(owner) })
    .returning({ id: projects.id });
  return furnish(tx, project?.id as string, owner);
}

async function furnish(tx: Transaction, id: string, owner: Owner): Promise<{ id: string }> {
  const ownerKeys = owner.kind === "team" ? ["enabledAgents"] : [];
  await tx.insert(agentConfigs).values({ projectId: id, ownerKeys }).onConflictDoNothing();
  await tx.insert(projectEnvironments).values({ projectId: id, name: AGENT_ENVIRONMENT }).onConflictDoNothing();
  return { id };
}

function ownerColumns(owner: Owner) {
  return owner.kind === "user" ? { userId: owner.userId } : { teamId: owner.teamId };
}
