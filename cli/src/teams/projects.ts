import type { Project } from "@catalyst/api";
import { CatalystError } from "@catalyst/core/apart";
import { openApi } from "../api/open-api.ts";
import type { CliContext } from "../cli-context.ts";
import { showList } from "../output/show-list.ts";

type Asked = { isJson: boolean };

export async function listProjects({ isJson }: Asked, context: CliContext): Promise<void> {
  const client = await openApi(context);
  show((await client.call("listProjects", {})).data, { isJson }, context);
}

export async function createProject(
  { slug, team, isJson }: Asked & { slug: string; team: string | null },
  context: CliContext,
): Promise<void> {
  const client = await openApi(context);
  show([await client.call("createProject", { body: { slug, team } })], { isJson }, context);
}

export async function renameProject(
  { name, slug, isJson }: Asked & { name: string; slug: string },
  context: CliContext,
): Promise<void> {
  const client = await openApi(context);
  const { data } = await client.call("listProjects", {});
  const project = data.find((one) => one.name === name);
  if (project === undefined) {
    throw new CatalystError("not_found", `Renaming a project failed: there is no project ${name}.`, {
      way: { kind: "see_list", of: "projects" },
    });
  }
  show([await client.call("renameProject", { params: { project: project.id }, body: { slug } })], { isJson }, context);
}

function show(projects: Project[], { isJson }: Asked, { output }: CliContext): void {
  showList(
    projects,
    { isJson, output },
    {
      head: ["project", "you are"],
      none: "No projects yet. Make one: catalyst projects create <slug>",
      row: ({ name, role }) => [name, role],
    },
  );
}
