import type { AgentDefinition } from "@catalyst/agents";
import type { Task } from "@catalyst/api";
import { type ApiClient, listExecutions } from "@catalyst/api/own";
import type { CliContext } from "../cli-context.ts";
import { readStdin } from "../read-stdin.ts";
import { taskJson } from "./show/task-json.ts";
import { startTurn } from "./start-turn.ts";

export interface SendOptions {
  json?: boolean;
  detach?: boolean;
}

/** Says something to a task: a running agent hears it, or its next turn does; one that is done gets another turn. */
export function send(
  { reference, message, options }: { reference: string; message: string; options: SendOptions },
  context: CliContext,
): Promise<void> {
  const { output } = context;
  const isJson = options.json === true;
  return startTurn(
    {
      reference,
      isJson,
      isDetached: options.detach === true,
      act: async ({ params, keys }, client) => {
        const text = message === "-" ? await readStdin(context.stdin) : message;
        const sent = await client.call("sendMessage", { params, body: { text, keys } });
        if (sent.kind === "started") {
          return sent.task;
        }
        if (isJson) {
          output.json({ ...taskJson(sent.task), type: "queued" });
        } else {
          output.data(describeDelivery(sent.task, await findRunningAgent(sent.task, client, context)));
        }
        return null;
      },
    },
    context,
  );
}

/** The agent that works by now; null: it isn't decided yet. */
async function findRunningAgent(
  { id }: Task,
  client: ApiClient,
  { readConfig }: CliContext,
): Promise<AgentDefinition | null> {
  const latest = (await listExecutions(id, client)).at(-1);
  if (latest?.agentType == null || latest.resolution === null) {
    return null;
  }
  const { home } = await readConfig();
  const { findAgentFor } = await import("../agents/find-agents.ts");
  return findAgentFor(latest.agentType, { home, source: { file: latest.resolution.agentFile } });
}

function describeDelivery({ number, status }: Task, agent: AgentDefinition | null): string {
  if (status === "awaiting_approval") {
    return `Queued. The task waits for your decision by now, and its next turn gets the message.\n  See: catalyst tasks show ${number}`;
  }
  const when = describeWhen(agent);
  return `Queued. ${when}\n  Follow it: catalyst tasks logs -f ${number}`;
}

function describeWhen(agent: AgentDefinition | null): string {
  if (agent === null) {
    return "Its agent gets it when it begins.";
  }
  return agent.canSteer
    ? `${agent.name} gets it after its current step.`
    : `${agent.name} can't be spoken to while it works: it gets the message as its next turn, right after this one.`;
}
