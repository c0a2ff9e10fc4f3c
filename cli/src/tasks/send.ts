import type { AgentDefinition } from "@catalyst/agents";
import { type AgentTask, sendMessage } from "@catalyst/core";
import { findAgentFor } from "../agents/find-agents.ts";
import type { CliContext } from "../cli-context.ts";
import { readStdin } from "../read-stdin.ts";
import { taskRecord } from "../run/task-record.ts";
import { settingsSourceOf } from "../settings/find-settings-source.ts";
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
      act: async ({ task, actor, prepare, stores, deps }) => {
        const text = message === "-" ? await readStdin(context.stdin) : message;
        const sent = await sendMessage({ task, actor, text, prepare }, { ...deps, executions: stores.executions });
        if (sent.kind === "started") {
          return sent.task;
        }
        if (isJson) {
          output.json({ ...taskRecord(sent.task), type: "queued" });
        } else {
          const config = await context.readConfig();
          const source = await settingsSourceOf(task, stores, config);
          const agent = await findAgentFor(task.agentType, { home: config.home, source });
          output.data(describeDelivery(sent.task, agent));
        }
        return null;
      },
    },
    context,
  );
}

function describeDelivery({ number, status }: AgentTask, { name, canSteer }: AgentDefinition): string {
  if (status === "awaiting_approval") {
    return `Queued. The task waits for your decision by now, and its next turn gets the message.\n  See: catalyst tasks show ${number}`;
  }
  const when = canSteer
    ? `${name} gets it after its current step.`
    : `${name} can't be spoken to while it works: it gets the message as its next turn, right after this one.`;
  return `Queued. ${when}\n  Follow it: catalyst tasks logs -f ${number}`;
}
