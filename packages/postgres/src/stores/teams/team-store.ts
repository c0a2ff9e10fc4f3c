import { Role, Team, type TeamMember, type TeamOfPerson, type TeamStore } from "@catalyst/core";
import type { Database, Drizzle, Transaction } from "../../database.ts";
import { and, asc, eq } from "../../drizzle.ts";
import { tellEnd } from "../../feed/right-feed.ts";
import { teamMembers, teams, users } from "../../schema/accounts.ts";
import { ensureProject } from "../accounts/ensure-project.ts";
import { hideValues } from "../hide-values.ts";
import { makeWithin } from "../make-within.ts";
import { refuseTaken } from "./refuse-taken.ts";

/** Teams and who is in them, in PostgreSQL. */
export function postgresTeamStore({ drizzle }: Database): TeamStore {
  return hideValues<TeamStore>({
    make: (team, limit) =>
      refuseTaken(`Making the team ${team.slug}`, () => {
        const of = `teams of ${team.ownerId}`;
        const count = (tx: Transaction) => tx.$count(teamMembers, eq(teamMembers.userId, team.ownerId));
        return makeWithin(drizzle, { of, count, limit }, (tx) => makeTeam(tx, team));
      }),
    async list(userId) {
      const rows = await selectTeams(drizzle).where(eq(teamMembers.userId, userId)).orderBy(asc(teams.slug));
      return rows.map(toTeam);
    },
    async find({ slug, userId }) {
      const [row] = await selectTeams(drizzle).where(and(eq(teams.slug, slug), eq(teamMembers.userId, userId)));
      return row === undefined ? null : toTeam(row);
    },
    async rename(teamId, change) {
      if (Object.keys(change).length > 0) {
        await refuseTaken(`Calling the team ${change.slug}`, () =>
          drizzle.update(teams).set(change).where(eq(teams.id, teamId)),
        );
      }
    },
    listMembers: (teamId) => listMembers(drizzle, teamId),
    addMember: (member) =>
      drizzle.transaction(async (tx) => {
        await tx.insert(teamMembers).values(member).onConflictDoNothing();
        await tellEnd(tx, { kind: "person", id: member.userId });
      }),
    changeMember: (teamId, decide) =>
      drizzle.transaction(async (tx) => {
        // Of two that change members at once, one decides on what the other left.
        await tx.select({ id: teams.id }).from(teams).where(eq(teams.id, teamId)).for("update");
        const members = await listMembers(tx, teamId);
        const { userId, role } = decide(members);
        const isMember = and(eq(teamMembers.teamId, teamId), eq(teamMembers.userId, userId));
        if (role === null) {
          await tx.delete(teamMembers).where(isMember);
        } else {
          await tx.update(teamMembers).set({ role }).where(isMember);
        }
        await tellEnd(tx, { kind: "person", id: userId });
        const member = members.find((one) => one.userId === userId) as TeamMember;
        return role === null ? member : { ...member, role };
      }),
  });
}

async function makeTeam(
  tx: Transaction,
  { slug, name, ownerId }: { slug: string; name: string; ownerId: string },
): Promise<TeamOfPerson> {
  const [row] = await tx.insert(teams).values({ slug, name }).returning();
  const team = Team.parse(row);
  await tx.insert(teamMembers).values({ teamId: team.id, userId: ownerId, role: "owner" });
  await ensureProject(tx, { kind: "team", teamId: team.id });
  await tellEnd(tx, { kind: "person", id: ownerId });
  return { ...team, role: "owner" };
}

function selectTeams(drizzle: Drizzle) {
  return drizzle
    .select({ team: teams, role: teamMembers.role })
    .from(teams)
    .innerJoin(teamMembers, eq(teamMembers.teamId, teams.id))
    .$dynamic();
}

function toTeam({ team, role }: { team: unknown; role: string }): TeamOfPerson {
  return { ...Team.parse(team), role: Role.parse(role) };
}

async function listMembers(drizzle: Pick<Drizzle, "select">, teamId: string): Promise<TeamMember[]> {
  const rows = await drizzle
    .select({
      userId: users.id,
      login: users.login,
      name: users.name,
      role: teamMembers.role,
      since: teamMembers.createdAt,
    })
    .from(teamMembers)
    .innerJoin(users, eq(users.id, teamMembers.userId))
    .where(eq(teamMembers.teamId, teamId))
    .orderBy(asc(users.login));
  return rows.map((row) => ({ ...row, role: Role.parse(row.role) }));
}
