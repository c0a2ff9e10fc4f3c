import type { Execution, TaskDetails } from "@catalyst/api";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { getAgentTask, type TaskWithAttempts } from "../../../../actions/agent-tasks.ts";
import { resultOf } from "../../../../actions/result.ts";
import { serverClient } from "../../../../api/server-client.ts";
import type { TaskDetailProps } from "../../../../components/agents/task-detail.tsx";
import { TaskPage } from "../../../../components/agents/task-page.tsx";
import { mayKeep } from "../../../../words/role-words.ts";
import { visibleText } from "../../../../words/visible-text.ts";

const NEWEST_EVENTS = 500;
const UNKNOWN = ["not_found", "invalid_input"];

interface AgentTaskPageProps {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const readTask = cache(getAgentTask);

export async function generateMetadata({ params }: AgentTaskPageProps): Promise<Metadata> {
  const found = await readTask((await params).id);
  return { title: found.ok ? `#${found.value.task.number} ${visibleText(found.value.task.title)}` : "Agent task" };
}

export default async function AgentTaskPage({ params, searchParams }: AgentTaskPageProps) {
  const [{ id }, { attempt }] = await Promise.all([params, searchParams]);
  const found = await readTask(id);
  if (!found.ok && UNKNOWN.includes(found.error.code)) {
    notFound();
  }
  return <TaskPage key={id} read={found.ok ? await resultOf(readRest(found.value, Number(attempt))) : found} />;
}

/** The attempt that is asked for, else the newest, with what is shown of it. */
async function readRest(found: TaskWithAttempts, attempt: number): Promise<TaskDetailProps> {
  const { executions } = found;
  const chosen = executions.find(({ run }) => run === attempt) ?? executions.at(-1) ?? null;
  const [newest, steps, agents, keptProject] = await Promise.all([
    readNewest(chosen),
    readSteps(chosen),
    readAgents(),
    readKeptProject(found.task),
  ]);
  return { ...found, chosen, newest, steps, agents, keptProject };
}

async function readNewest(execution: Execution | null) {
  if (execution === null) {
    return [];
  }
  const query = { latest: "true", limit: NEWEST_EVENTS } as const;
  const { data } = await serverClient().call("listEvents", { params: { execution: execution.id }, query });
  return data;
}

async function readSteps(execution: Execution | null) {
  if (execution === null) {
    return [];
  }
  const { data } = await serverClient().call("listSteps", { params: { execution: execution.id } });
  return data;
}

/** Which agents there are is told by the machine where environments are made: a task is shown without, too. */
async function readAgents() {
  const { data } = await serverClient()
    .call("listAgents", {})
    .catch(() => ({ data: [] }));
  return data.flatMap((agent) =>
    "name" in agent ? [{ id: agent.id, name: agent.name, canSteer: agent.canSteer }] : [],
  );
}

async function readKeptProject({ repository }: TaskDetails): Promise<string | null> {
  const { data } = await serverClient()
    .call("listProjects", {})
    .catch(() => ({ data: [] }));
  const project = data.find(({ id }) => id === repository?.projectId);
  return project !== undefined && mayKeep(project.role) ? project.name : null;
}
