import { z } from "zod";
import { Time } from "../contract/page.ts";
import { defineRoute } from "../contract/route.ts";
import { Role } from "./team-routes.ts";

const Slug = z.string().min(1).max(255);

/** A project, and what whoever asks is in it. */
export const Project = z
  .object({
    id: z.uuid(),
    /** As it is named elsewhere: `shop`, or `team/shop`. */
    name: z.string(),
    slug: z.string(),
    /** The slug of the team that it belongs to; null: it is one's own. */
    team: z.string().nullable(),
    role: Role,
    createdAt: Time,
  })
  .meta({ id: "Project" });
export type Project = z.infer<typeof Project>;

export const PROJECT_ROUTES = {
  listProjects: defineRoute({
    method: "get",
    path: "/projects",
    operationId: "listProjects",
    summary: "The projects that one sees, one's own first",
    request: {},
    response: { status: 200, description: "All of them", schema: z.object({ data: z.array(Project) }) },
    errors: [],
  }),
  createProject: defineRoute({
    method: "post",
    path: "/projects",
    operationId: "createProject",
    summary: "Makes a project of one's own, or of a team",
    request: {
      body: z.strictObject({ slug: Slug, team: Slug.nullable().default(null) }).meta({ id: "NewProject" }),
    },
    response: { status: 201, description: "It is there", schema: Project },
    errors: ["not_found", "conflict"],
  }),
  renameProject: defineRoute({
    method: "patch",
    path: "/projects/{project}",
    operationId: "renameProject",
    summary: "Calls a project otherwise",
    request: {
      params: z.strictObject({ project: z.uuid() }),
      body: z.strictObject({ slug: Slug }).meta({ id: "ProjectSlug" }),
    },
    response: { status: 200, description: "The project with it", schema: Project },
    errors: ["not_found", "conflict"],
  }),
};
