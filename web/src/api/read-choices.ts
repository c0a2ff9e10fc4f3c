import type { Agent, Credential, Project } from "@catalyst/api";
import type { Choices, ChoosableAgent } from "../tasks/new/choices.ts";
import { preferredProject } from "../tasks/new/preferred-project.ts";
import { readTeam } from "../team/read-team.ts";
import { serverClient } from "./server-client.ts";

const MOST_REPOSITORIES = 200;

/** What whoever looks can choose from in a project. What can't be told just now is left out: a task may be asked for without. */
export async function readChoices(projectName: string | undefined): Promise<Choices> {
  const client = serverClient();
  const [{ data: projects }, { team: looked }] = await Promise.all([client.call("listProjects", {}), readTeam()]);
  const used = projectName === undefined && looked === null ? await readUsed(projects) : undefined;
  const project = preferredProject(projects, {
    named: projectName,
    team: looked?.slug ?? null,
    ...(used === undefined ? {} : { used }),
  });
  const query = project === null ? {} : { project: project.name };
  const [repositories, agents, settings, own, team] = await Promise.all([
    client.call("listRepositories", { query: { ...query, limit: MOST_REPOSITORIES } }).catch(() => ({ data: [] })),
    client.call("listAgents", {}).catch(() => ({ data: [] })),
    client.call("getSettings", { query }).catch(() => null),
    readKeys(null),
    readTeamKeys(project),
  ]);
  const enabled = settings?.settings.enabledAgents ?? null;
  const known = agents.data.flatMap(choosable);
  const isEnabled = ({ id }: ChoosableAgent) => enabled === null || enabled.includes(id);
  return {
    ...{ projects, project },
    repositories: repositories.data.map(({ id, name, url, defaultBranch }) => ({ id, name, url, defaultBranch })),
    agents: known.filter(isEnabled),
    barred: known.filter((agent) => !isEnabled(agent)),
    settings: settings?.settings ?? null,
    keys: { own, team },
  };
}

/** The names of those where whoever looks may ask for something, and that have repositories; undefined: it isn't known, or there is but one. */
async function readUsed(projects: readonly Project[]): Promise<ReadonlySet<string> | undefined> {
  if (projects.length < 2) {
    return undefined;
  }
  const known = await serverClient()
    .call("listRepositories", { query: { limit: MOST_REPOSITORIES } })
    .catch(() => null);
  const isUsed = ({ id, role }: Project) =>
    role !== "viewer" && known?.data.some(({ projectId }) => projectId === id) === true;
  return known === null ? undefined : new Set(projects.filter(isUsed).map(({ name }) => name));
}

function choosable(agent: Agent): ChoosableAgent[] {
  return "name" in agent
    ? [{ id: agent.id, name: agent.name, providers: agent.providers, canPlan: agent.canPlan }]
    : [];
}

async function readKeys(project: string | null): Promise<Credential[]> {
  const { data } = await serverClient()
    .call("listCredentials", { query: project === null ? {} : { project } })
    .catch(() => ({ data: [] }));
  return data;
}

async function readTeamKeys(project: Project | null) {
  return project?.team == null ? null : { name: project.team, credentials: await readKeys(project.name) };
}
