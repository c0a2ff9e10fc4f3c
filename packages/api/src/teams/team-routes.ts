import type { Role as CoreRole } from "@catalyst/core";
import { z } from "zod";
import { Time } from "../contract/page.ts";
import { Reference } from "../contract/reference.ts";
import { defineRoute } from "../contract/route.ts";

export const Role = z.enum(["owner", "admin", "member", "viewer"] satisfies CoreRole[]).meta({ id: "Role" });

const Slug = z.string().min(1).max(255);
const Name = z.string().min(1).max(400);
export const TeamParams = z.strictObject({ team: Reference });
const MemberParams = TeamParams.extend({ login: Reference });

/** A team, and what whoever asks is in it. */
export const Team = z.object({ slug: z.string(), name: z.string(), role: Role, createdAt: Time }).meta({ id: "Team" });
export type Team = z.infer<typeof Team>;

export const TeamMember = z
  .object({ login: z.string(), name: z.string(), role: Role, since: Time })
  .meta({ id: "TeamMember" });
export type TeamMember = z.infer<typeof TeamMember>;

export const TEAM_ROUTES = {
  listTeams: defineRoute({
    method: "get",
    path: "/teams",
    operationId: "listTeams",
    summary: "The teams that one is in",
    request: {},
    response: { status: 200, description: "All of them, by their slugs", schema: z.object({ data: z.array(Team) }) },
    errors: [],
  }),
  createTeam: defineRoute({
    method: "post",
    path: "/teams",
    operationId: "createTeam",
    summary: "Makes a team, whose owner whoever asks is",
    request: {
      body: z.strictObject({ slug: Slug, name: Name.nullable().default(null) }).meta({ id: "NewTeam" }),
    },
    response: { status: 201, description: "It is there", schema: Team },
    errors: ["conflict"],
  }),
  renameTeam: defineRoute({
    method: "patch",
    path: "/teams/{team}",
    operationId: "renameTeam",
    summary: "Says anew what a team is called",
    request: {
      params: TeamParams,
      body: z.strictObject({ slug: Slug.optional(), name: Name.optional() }).meta({ id: "TeamNames" }),
    },
    response: { status: 200, description: "The team with it", schema: Team },
    errors: ["not_found", "conflict"],
  }),
  listMembers: defineRoute({
    method: "get",
    path: "/teams/{team}/members",
    operationId: "listMembers",
    summary: "Who is in a team",
    request: { params: TeamParams },
    response: { status: 200, description: "By their logins", schema: z.object({ data: z.array(TeamMember) }) },
    errors: ["not_found"],
  }),
  changeMember: defineRoute({
    method: "patch",
    path: "/teams/{team}/members/{login}",
    operationId: "changeMember",
    summary: "Says what a member is in a team",
    request: { params: MemberParams, body: z.strictObject({ role: Role }).meta({ id: "MemberRole" }) },
    response: { status: 200, description: "The member as they are", schema: TeamMember },
    errors: ["not_found", "conflict"],
  }),
  removeMember: defineRoute({
    method: "delete",
    path: "/teams/{team}/members/{login}",
    operationId: "removeMember",
    summary: "Takes somebody out of a team; oneself, to leave it",
    request: { params: MemberParams },
    response: { status: 204, description: "They are in it no more" },
    errors: ["not_found", "conflict"],
  }),
};
