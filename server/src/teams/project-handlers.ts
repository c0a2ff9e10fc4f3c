import type { Project } from "@catalyst/api";
import { type ListedProject, listProjects, makeProject, renameProject, writeProjectName } from "@catalyst/core";
import type { Handlers } from "../api/handler.ts";
import type { ServerDeps } from "../server-deps.ts";

type ProjectHandlers = Pick<Handlers, "listProjects" | "createProject" | "renameProject">;

export function projectHandlers(deps: ServerDeps): ProjectHandlers {
  return {
    listProjects: async (_request, { actor }) => ({ data: (await listProjects({ actor }, deps)).map(presentProject) }),
    createProject: async ({ body }, { actor }) => presentProject(await makeProject({ actor, ...body }, deps)),
    renameProject: async ({ params, body }, { actor }) =>
      presentProject(await renameProject({ actor, ...params, ...body }, deps)),
  };
}

function presentProject(project: ListedProject): Project {
  const { id, slug, team, role, createdAt } = project;
  if (role === null) {
    throw new Error(`the project ${id} was listed for somebody who is nothing in it`);
  }
  return { id, name: writeProjectName(project), slug, team, role, createdAt: createdAt.toISOString() };
}
