import { type Agent, listExecutions, Project, ROUTES } from "@catalyst/api";
import { z } from "zod";
import { Note, UNTRUSTED } from "../output/note.ts";
import { lineOf, TaskLine, TaskView, viewOf } from "../output/task-view.ts";
import { defineTool } from "../tool.ts";
import { TaskReference } from "./task-reference.ts";

const MAX_TASKS = 50;
const { project: InProject, team: OfTeam, agent: ByAgent } = ROUTES.listTasks.request.query.shape;

export const listTasks = defineTool({
  title: "List tasks",
  description: "The tasks that you see, the newest first.",
  operations: ["listTasks"],
  effect: "reads",
  input: z.strictObject({
    status: z.array(TaskLine.shape.status).max(20).optional().describe("Only those in one of these states"),
    project: InProject.describe("Only those of this project, by its name of list_projects"),
    team: OfTeam.describe("Only those of this team's projects, by the team of list_projects"),
    agent: ByAgent.describe("Only this agent's work, by its id of list_agents"),
    archived: z.boolean().default(false).describe("Those alone that were archived; else those that weren't"),
    limit: z.int().min(1).max(MAX_TASKS).default(20),
    cursor: z.string().min(1).max(200).optional().describe("The nextCursor of the page before"),
  }),
  output: z.object({
    tasks: z.array(TaskLine.extend({ repositoryName: z.string().nullable() })),
    nextCursor: z.string().nullable(),
    note: Note,
  }),
  async run({ archived: isArchived, ...said }, { client, signal }) {
    const query = { ...said, archived: isArchived ? ("true" as const) : ("false" as const) };
    const { data, nextCursor } = await client.call("listTasks", { query }, { signal });
    const tasks = data.map((task) => ({ ...lineOf(task), repositoryName: task.repositoryName }));
    return { tasks, nextCursor, note: UNTRUSTED };
  },
});

const RunView = z.object({
  run: z.int().describe("Counts the runs of the task from 1"),
  agentType: z.string().nullable(),
  model: z.string().nullable(),
  purpose: z.string(),
  state: TaskLine.shape.status,
  headCommit: z.string().nullable(),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
});

export const getTask = defineTool({
  title: "Look at a task",
  description:
    "A task with its plan, its result, its runs and what it spent. Results come from get_diff, what it did from get_logs.",
  operations: ["getTask", "listExecutions", "getUsage"],
  effect: "reads",
  input: z.strictObject({ task: TaskReference }),
  output: z.object({
    task: TaskView,
    runs: z.array(RunView),
    spent: z.object({ usd: z.number(), tokens: z.number() }),
    note: Note,
  }),
  async run({ task: reference }, { client, signal }) {
    const task = await client.call("getTask", { params: { task: reference } }, { signal });
    const params = { task: task.id };
    const [executions, { spent }] = await Promise.all([
      listExecutions(task.id, client, { signal }),
      client.call("getUsage", { params }, { signal }),
    ]);
    const runs = executions.map(({ run, agentType, model, purpose, state, headCommit, startedAt, endedAt }) => {
      return { run, agentType, model, purpose, state, headCommit, startedAt, endedAt };
    });
    return { task: viewOf(task), runs, spent: { usd: spent.usd, tokens: spent.tokens }, note: UNTRUSTED };
  },
});

const AgentView = z.object({
  id: z.string(),
  name: z.string().nullable(),
  providers: z.array(z.string()).describe("Whose keys it can use, the preferred one first"),
  isInstalled: z.boolean(),
  canPlan: z.boolean(),
  problem: z.string().nullable(),
});

export const listAgents = defineTool({
  title: "List agents",
  description:
    "The coding agents that tasks may be given to. One that isn't installed is installed when a task needs it.",
  operations: ["listAgents"],
  effect: "reads",
  input: z.strictObject({}),
  output: z.object({ agents: z.array(AgentView) }),
  async run(_nothing, { client, signal }) {
    const { data } = await client.call("listAgents", {}, { signal });
    return { agents: data.map(viewOfAgent) };
  },
});

function viewOfAgent(agent: Agent): z.infer<typeof AgentView> {
  const { id, problem } = agent;
  return "name" in agent
    ? {
        id,
        name: agent.name,
        providers: agent.providers,
        isInstalled: agent.isInstalled,
        canPlan: agent.canPlan,
        problem,
      }
    : { id, name: null, providers: [], isInstalled: false, canPlan: false, problem };
}

export const listProjects = defineTool({
  title: "List projects",
  description: "The projects that you see, your own first, and what you are in each.",
  operations: ["listProjects"],
  effect: "reads",
  input: z.strictObject({}),
  output: z.object({ projects: z.array(Project.pick({ name: true, team: true, role: true })) }),
  async run(_nothing, { client, signal }) {
    const { data } = await client.call("listProjects", {}, { signal });
    return { projects: data.map(({ name, team, role }) => ({ name, team, role })) };
  },
});
