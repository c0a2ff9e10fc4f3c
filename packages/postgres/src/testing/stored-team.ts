import { randomUUID } from "node:crypto";
import type { Role } from "@catalyst/core";
import type { Database } from "../database.ts";
import { teamMembers, teams } from "../schema/accounts.ts";

/** A team with these people in it. */
export async function storeTeam(db: Database, members: Readonly<Record<string, Role>>): Promise<string> {
  const id = randomUUID();
  await db.drizzle.insert(teams).values({ id, slug: `team-${id}`, name: "A team" });
  for (const [userId, role] of Object.entries(members)) {
    await db.drizzle.insert(teamMembers).values({ teamId: id, userId, role });
  }
  return id;
}
