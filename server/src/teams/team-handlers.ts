import type { Team, TeamMember } from "@catalyst/api";
import {
  changeMember,
  listMembers,
  listTeams,
  makeTeam,
  renameTeam,
  type TeamMember as StoredMember,
  type TeamOfPerson,
} from "@catalyst/core";
import type { Handlers } from "../api/handler.ts";
import type { ServerDeps } from "../server-deps.ts";

type TeamHandlers = Pick<
  Handlers,
  "listTeams" | "createTeam" | "renameTeam" | "listMembers" | "changeMember" | "removeMember"
>;

export function teamHandlers(deps: ServerDeps): TeamHandlers {
  return {
    listTeams: async (_request, { actor }) => ({ data: (await listTeams({ actor }, deps)).map(presentTeam) }),
    createTeam: async ({ body }, { actor }) => presentTeam(await makeTeam({ actor, ...body }, deps)),
    renameTeam: async ({ params, body }, { actor }) =>
      presentTeam(await renameTeam({ actor, team: params.team, ...body }, deps)),
    listMembers: async ({ params }, { actor }) => ({
      data: (await listMembers({ actor, ...params }, deps)).map(presentMember),
    }),
    changeMember: async ({ params, body }, { actor }) =>
      presentMember(await changeMember({ actor, ...params, ...body }, deps)),
    async removeMember({ params }, { actor }) {
      await changeMember({ actor, ...params, role: null }, deps);
      return null;
    },
  };
}

function presentTeam({ slug, name, role, createdAt }: TeamOfPerson): Team {
  return { slug, name, role, createdAt: createdAt.toISOString() };
}

function presentMember({ login, name, role, since }: StoredMember): TeamMember {
  return { login, name, role, since: since.toISOString() };
}
