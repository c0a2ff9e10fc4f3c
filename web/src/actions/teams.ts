"use server";

import type { RouteOutput, Routes, Team, TeamMember } from "@catalyst/api";
import { serverClient } from "../api/server-client.ts";
import { type Result, resultOf } from "./result.ts";

export type Role = Team["role"];
export type TeamInvitation = RouteOutput<Routes["listTeamInvitations"]>["data"][number];
export type MadeInvitation = RouteOutput<Routes["inviteMember"]>;

/** The teams that one is in. */
export async function listTeams(): Promise<Result<Team[]>> {
  return resultOf(
    serverClient()
      .call("listTeams", {})
      .then(({ data }) => data),
  );
}

/** `name` null: it is called as its slug. */
export async function createTeam(
  body: { slug: string; name: string | null },
  requestName: string,
): Promise<Result<Team>> {
  return resultOf(serverClient().call("createTeam", { body }, { idempotencyKey: requestName }));
}

export async function renameTeam(team: string, body: { slug: string; name: string }): Promise<Result<Team>> {
  return resultOf(serverClient().call("renameTeam", { params: { team }, body }));
}

export async function listTeamMembers(team: string): Promise<Result<TeamMember[]>> {
  return resultOf(
    serverClient()
      .call("listMembers", { params: { team } })
      .then(({ data }) => data),
  );
}

export async function changeTeamMember(team: string, login: string, role: Role): Promise<Result<TeamMember>> {
  return resultOf(serverClient().call("changeMember", { params: { team, login }, body: { role } }));
}

/** Takes somebody out; oneself, to leave. */
export async function removeTeamMember(team: string, login: string): Promise<Result<null>> {
  return resultOf(serverClient().call("removeMember", { params: { team, login } }));
}

/** Invitations that nobody has accepted. */
export async function listTeamInvitations(team: string): Promise<Result<TeamInvitation[]>> {
  return resultOf(
    serverClient()
      .call("listTeamInvitations", { params: { team } })
      .then(({ data }) => data),
  );
}

/** Its link is told this once. */
export async function inviteTeamMember(
  team: string,
  body: { name: string; role: Role },
): Promise<Result<MadeInvitation>> {
  return resultOf(serverClient().call("inviteMember", { params: { team }, body }));
}

export async function removeTeamInvitation(team: string, invitation: string): Promise<Result<null>> {
  return resultOf(serverClient().call("removeTeamInvitation", { params: { team, invitation } }));
}
