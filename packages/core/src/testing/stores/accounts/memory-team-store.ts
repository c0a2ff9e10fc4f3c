import { randomUUID } from "node:crypto";
import type { Team } from "../../../account/account.ts";
import { checkCount } from "../../../account/count-limit.ts";
import type { TeamMember, TeamOfPerson, TeamStore } from "../../../account/teams/team-store.ts";
import { CatalystError } from "../../../catalyst-error.ts";
import type { Memory } from "../memory.ts";
import { memoryProjectStore } from "./memory-project-store.ts";

export function memoryTeamStore(memory: Memory): TeamStore {
  return {
    async make({ slug, name, ownerId }, limit) {
      checkCount(teamsOf(memory, ownerId).length, limit);
      refuseTaken(memory, slug);
      const team: Team = { id: randomUUID(), slug, name, createdAt: memory.now() };
      memory.teams.set(team.id, team);
      memory.members.push({ teamId: team.id, userId: ownerId, role: "owner", since: memory.now() });
      await memoryProjectStore(memory).make({ owner: { kind: "team", teamId: team.id }, slug: "default" }, limit);
      return { ...team, role: "owner" };
    },
    list: async (userId) => teamsOf(memory, userId).sort((a, b) => (a.slug < b.slug ? -1 : 1)),
    find: async ({ slug, userId }) => teamsOf(memory, userId).find((team) => team.slug === slug) ?? null,
    async rename(teamId, change) {
      const team = memory.teams.get(teamId) as Team;
      if (change.slug !== undefined && change.slug !== team.slug) {
        refuseTaken(memory, change.slug);
      }
      memory.teams.set(teamId, { ...team, ...change });
    },
    listMembers: async (teamId) => membersOf(memory, teamId),
    async addMember({ teamId, userId, role }) {
      if (!memory.members.some((one) => one.teamId === teamId && one.userId === userId)) {
        memory.members.push({ teamId, userId, role, since: memory.now() });
      }
    },
    async changeMember(teamId, decide) {
      const before = membersOf(memory, teamId);
      const { userId, role } = decide(before);
      memory.members = memory.members.flatMap((one) => {
        const isMeant = one.teamId === teamId && one.userId === userId;
        const after = role === null ? [] : [{ ...one, role }];
        return isMeant ? after : [one];
      });
      const member = before.find((one) => one.userId === userId) as TeamMember;
      return role === null ? member : { ...member, role };
    },
  };
}

function teamsOf({ teams, members }: Memory, userId: string): TeamOfPerson[] {
  return members
    .filter((one) => one.userId === userId)
    .map(({ teamId, role }) => ({ ...(teams.get(teamId) as Team), role }));
}

function membersOf({ members, users }: Memory, teamId: string): TeamMember[] {
  return members
    .filter((one) => one.teamId === teamId)
    .map(({ userId, role, since }) => {
      const login = users.get(userId)?.login ?? userId;
      return { userId, login, name: login, role, since };
    })
    .sort((a, b) => (a.login < b.login ? -1 : 1));
}

function refuseTaken({ teams }: Memory, slug: string): void {
  if ([...teams.values()].some((team) => team.slug === slug)) {
    throw new CatalystError("conflict", `There is a team ${slug} already.`);
  }
}
