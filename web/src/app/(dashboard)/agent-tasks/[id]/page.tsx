import type { Execution } from "@catalyst/api";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { getAgentTask } from "../../../../actions/agent-tasks.ts";
import { serverClient } from "../../../../api/server-client.ts";
import { TaskDetail } from "../../../../components/agents/task-detail.tsx";
import { PageHead } from "../../../../components/frame/page-head.tsx";
import { PageFault } from "../../../../components/parts/shown/page-fault.tsx";
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
  const found = await readTask((await params).id);
  if (!found.ok) {
    if (UNKNOWN.includes(found.error.code)) {
      notFound();
    }
    return (
      <>
        <PageHead title="Agent task" />
        <PageFault fault={found.error} className="m-5" />
      </>
    );
  }
  const { executions } = found.value;
  const attempt = Number((await searchParams).attempt);
  const chosen = executions.find(({ run }) => run === attempt) ?? executions.at(-1) ?? null;
  const [newest, steps, agents] = await Promise.all([readNewest(chosen), readSteps(chosen), readAgents()]);
  return <TaskDetail {...found.value} {...{ chosen, newest, steps, agents }} />;
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
