import { type AgentExecution, type ExecutionStore, isSettled, sendMessage } from "@catalyst/core";
import { findAgentFor } from "../agents/find-agents.ts";
import type { CliContext } from "../cli-context.ts";
import { readStdin } from "../read-stdin.ts";
import { taskRecord } from "../run/task-record.ts";
import { repositoryOf, startTurn } from "./start-turn.ts";

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
      needsAgent: ({ status }) => isSettled(status),
      act: async ({ task, credentials, stores, deps }) => {
        const text = message === "-" ? await readStdin(context.stdin) : message;
        const continuesId = isSettled(task.status) ? await findLastWork(task.id, stores.executions) : null;
        const sent = await sendMessage({ task, text, continuesId, credentials }, deps);
        if (sent.kind === "started") {
          return sent.task;
        }
        if (isJson) {
          output.json({ ...taskRecord(task), type: "queued" });
        } else {
          const { home } = await context.readConfig();
          const agent = await findAgentFor(task.agentType, { home, repository: await repositoryOf(task, stores) });
          output.data(describeDelivery(agent.name, agent.canSteer, task.number));
        }
        return null;
      },
    },
    context,
  );
}

function describeDelivery(name: string, canSteer: boolean, number: number): string {
  const when = canSteer
    ? `${name} gets it after its current step.`
    : `${name} can't be spoken to while it works: it gets the message as its next turn, right after this one.`;
  return `Queued. ${when}\n  Follow it: catalyst tasks logs -f ${number}`;
}

/** The last execution that worked on the repository; null: none did, and a new one starts afresh. */
async function findLastWork(taskId: string, executions: Pick<ExecutionStore, "listForTask">): Promise<string | null> {
  const all = await executions.listForTask(taskId);
  const worked = all.findLast((execution: AgentExecution) => execution.baseCommit !== null);
  return worked?.purpose === "publish" ? worked.continuesId : (worked?.id ?? null);
}
