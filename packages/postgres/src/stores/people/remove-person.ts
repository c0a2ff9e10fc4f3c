import { CatalystError } from "@catalyst/core";
import type { Transaction } from "../../database.ts";
import { and, eq, sql } from "../../drizzle.ts";
import { tellEnd } from "../../feed/right-feed.ts";
import { projects, teamMembers, teams, userAccounts, users } from "../../schema/accounts.ts";
import { apiKeys } from "../../schema/keys.ts";
import { notificationDestinations, notificationReads } from "../../schema/notifications.ts";
import { teamInvitations } from "../../schema/people.ts";
import { deviceCodes, passkeys, passwordResets, sessions } from "../../schema/sign-in.ts";
import { agentCredentials } from "../../schema/tasks.ts";
import { REMOVED } from "./removed.ts";

interface Removal {
  id: string;
  heirId: string | null;
}

/** As `PersonStore.remove` promises. The row stays, as what they did is somebody's; nothing in it tells whose. */
export async function removePerson(tx: Transaction, { id, heirId }: Removal): Promise<void> {
  await handOverTeams(tx, { id, heirId });
  if (heirId !== null) {
    await handOverProjects(tx, { id, heirId });
    await tellEnd(tx, { kind: "person", id: heirId });
  }
  for (const table of [
    sessions,
    apiKeys,
    userAccounts,
    passkeys,
    passwordResets,
    deviceCodes,
    agentCredentials,
    teamMembers,
    notificationDestinations,
    notificationReads,
  ]) {
    await tx.delete(table).where(eq(table.userId, id));
  }
  await tx.delete(teamInvitations).where(eq(teamInvitations.invitedBy, id));
  await tx
    .update(users)
    .set({
      login: sql`${REMOVED}::text || ${users.id}`,
      name: "Somebody who was removed",
      email: sql`${users.id} || '@removed.invalid'`,
      emailVerified: false,
      image: null,
      claimedAt: null,
      signOffName: null,
      signOffEmail: null,
      signOffAt: null,
    })
    .where(eq(users.id, id));
  await tellEnd(tx, { kind: "person", id });
}

async function handOverTeams(tx: Transaction, { id, heirId }: Removal): Promise<void> {
  const owned = await tx
    .select({ id: teams.id, slug: teams.slug })
    .from(teams)
    .innerJoin(teamMembers, eq(teamMembers.teamId, teams.id))
    .where(and(eq(teamMembers.userId, id), eq(teamMembers.role, "owner")))
    .orderBy(teams.id)
    .for("update");
  for (const team of owned) {
    const { rowCount } = await tx.execute(sql`
      select from ${teamMembers} where team_id = ${team.id} and role = 'owner' and user_id <> ${id}`);
    if (rowCount === 0 && heirId === null) {
      throw new CatalystError(
        "conflict",
        `Removing somebody failed: they alone own the team ${team.slug}. Say to whom what they own goes, or make somebody else its owner.`,
      );
    }
    if (rowCount === 0 && heirId !== null) {
      await tx
        .insert(teamMembers)
        .values({ teamId: team.id, userId: heirId, role: "owner" })
        .onConflictDoUpdate({ target: [teamMembers.teamId, teamMembers.userId], set: { role: "owner" } });
    }
  }
}

/** A name that the heir has a project of gets its former owner's id. */
async function handOverProjects(tx: Transaction, { id, heirId }: { id: string; heirId: string }): Promise<void> {
  await tx.execute(sql`
    update ${projects} project set user_id = ${heirId}, slug = case
      when exists (select from ${projects} theirs where theirs.user_id = ${heirId} and theirs.slug = project.slug)
      then left(project.slug, 26) || '-of-' || left(${id}::text, 8) else project.slug end
    where project.user_id = ${id}`);
}
