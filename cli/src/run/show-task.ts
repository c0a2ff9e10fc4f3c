import {
  type AgentExecution,
  type AgentTask,
  countUsage,
  type ExecutionEvent,
  NO_USAGE,
  passOn,
  type UsageTotal,
} from "@catalyst/core";
import type { Stores } from "../open-stores.ts";
import { formatElapsed } from "../output/format-quantity.ts";
import { formatUsage } from "../output/format-usage.ts";
import type { Output } from "../output/output.ts";
import { renderEvent } from "../output/render-event.ts";
import { followTask } from "./follow-task.ts";
import { watchWaiting } from "./watch-waiting.ts";

const TICK_MILLISECONDS = 250;

export interface ShowTaskInput {
  taskId: string;
  isJson: boolean;
  /** Several agents work at once: each line says whose it is. */
  isRace?: boolean;
  onTick?: (task: AgentTask) => Promise<void> | void;
  signal: AbortSignal;
}

/** The live transcript of a task, until nothing more happens to it by itself or the signal came. */
export async function showTask(
  input: ShowTaskInput,
  { stores, output }: { stores: Stores; output: Output },
): Promise<{ task: AgentTask; usage: UsageTotal }> {
  const startedAt = Date.now();
  let usage = NO_USAGE;
  let status = "pending";
  const tellWaiting = (words: string) => {
    status = words;
    if (!input.isJson) {
      output.say(output.colors.dim(`· ${words}`));
    }
  };
  const watch = watchWaiting(stores.queue, tellWaiting);
  const onTick = async (task: AgentTask) => {
    await watch(task);
    await input.onTick?.(task);
  };
  const draw = () => {
    const facts = [formatElapsed(Date.now() - startedAt), formatUsage(usage)].filter((fact) => fact !== null);
    output.status(`${status} … ${facts.join(", ")}`);
  };
  const onEvent = (event: ExecutionEvent, { agentType }: AgentExecution) => {
    usage = countUsage(usage, event);
    status = event.body.type === "status" ? event.body.status : status;
    show(event, { isJson: input.isJson, label: input.isRace === true ? agentType : null }, output);
  };
  const ticker = input.isJson ? undefined : setInterval(draw, TICK_MILLISECONDS);
  try {
    const task = await followTask({ ...input, onEvent, onTick }, stores);
    return { task, usage };
  } finally {
    clearInterval(ticker);
    output.status(null);
  }
}

function show(event: ExecutionEvent, how: { isJson: boolean; label: string | null }, output: Output): void {
  if (how.isJson) {
    output.json({ ...event, body: passOn(event.body) });
    return;
  }
  const label = how.label === null ? "" : `${output.colors.magenta(how.label.padEnd(12))} `;
  for (const line of renderEvent(event, output.colors)) {
    output.data(label + line);
  }
}
