import { z } from "zod";
import { defineRoute } from "../contract/route.ts";
import { Role, TeamParams } from "../teams/team-routes.ts";
import { Invitation } from "./people.ts";

export const TEAM_INVITATION_ROUTES = {
  listTeamInvitations: defineRoute({
    method: "get",
    path: "/teams/{team}/invitations",
    operationId: "listTeamInvitations",
    summary: "Invitations into a team that nobody has accepted",
    request: { params: TeamParams },
    response: { status: 200, description: "The newest first", schema: z.object({ data: z.array(Invitation) }) },
    errors: ["not_found"],
  }),
  inviteMember: defineRoute({
    method: "post",
    path: "/teams/{team}/invitations",
    operationId: "inviteMember",
    summary: "Invite somebody into a team: whoever opens the link first is in it, and signs up where they haven't",
    isSecret: true,
    request: {
      params: TeamParams,
      body: z.strictObject({ name: z.string().min(1).max(255), role: Role }).meta({ id: "NewTeamInvitation" }),
    },
    response: {
      status: 201,
      description: "The invitation, and its link",
      schema: z.object({ invitation: Invitation, url: z.url() }),
    },
    errors: ["not_found", "unsupported", "conflict"],
  }),
  removeTeamInvitation: defineRoute({
    method: "delete",
    path: "/teams/{team}/invitations/{invitation}",
    operationId: "removeTeamInvitation",
    summary: "Withdraw an invitation into a team",
    request: { params: TeamParams.extend({ invitation: z.uuid() }) },
    response: { status: 204, description: "Its link is worth nothing any more" },
    errors: ["not_found"],
  }),
};
