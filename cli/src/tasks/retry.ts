import { retryTask } from "@catalyst/core";
import type { CliContext } from "../cli-context.ts";
import { startTurn } from "./start-turn.ts";

export interface RetryOptions {
  agent?: string;
  model?: string;
  json?: boolean;
  detach?: boolean;
}

/** Tries a task again, with another agent or model where one is named. */
export function retry(
  { reference, options }: { reference: string; options: RetryOptions },
  context: CliContext,
): Promise<void> {
  const { agent, model } = options;
  return startTurn(
    {
      reference,
      isJson: options.json === true,
      isDetached: options.detach === true,
      chooseAgent: ({ agentType, model: before }) => {
        const chosen = agent ?? agentType;
        // Another agent doesn't know the model that was named for the first one.
        return { agentType: chosen, model: model ?? (chosen === agentType ? before : null) };
      },
      act: ({ task, actor, agent, prepare, deps }) => retryTask({ task, actor, agent, prepare }, deps),
    },
    context,
  );
}
