import type { AgentTask, ExecutionEvent } from "@catalyst/core";
import type { Stores } from "../open-stores.ts";
import { countUsage, formatUsage, NO_USAGE, type UsageTotal } from "../output/count-usage.ts";
import { formatElapsed } from "../output/format-quantity.ts";
import type { Output } from "../output/output.ts";
import { renderEvent } from "../output/render-event.ts";
import { followTask } from "./follow-task.ts";

const TICK_MILLISECONDS = 250;

export interface ShowTaskInput {
  taskId: string;
  isJson: boolean;
  onTick?: (task: AgentTask) => Promise<void> | void;
  signal: AbortSignal;
}

/** The live transcript of a task's latest execution, until the task has ended or the signal came. */
export async function showTask(
  input: ShowTaskInput,
  { stores, output }: { stores: Stores; output: Output },
): Promise<{ task: AgentTask; usage: UsageTotal }> {
  const startedAt = Date.now();
  let usage = NO_USAGE;
  let status = "pending";
  const draw = () => {
    const facts = [formatElapsed(Date.now() - startedAt), formatUsage(usage)].filter((fact) => fact !== null);
    output.status(`${status} … ${facts.join(", ")}`);
  };
  const onEvent = (event: ExecutionEvent) => {
    usage = countUsage(usage, event);
    status = event.body.type === "status" ? event.body.status : status;
    show(event, input.isJson, output);
  };
  const ticker = input.isJson ? undefined : setInterval(draw, TICK_MILLISECONDS);
  try {
    const task = await followTask({ ...input, onEvent }, stores);
    return { task, usage };
  } finally {
    clearInterval(ticker);
    output.status(null);
  }
}

function show(event: ExecutionEvent, isJson: boolean, output: Output): void {
  if (isJson) {
    output.json(event);
    return;
  }
  for (const line of renderEvent(event, output.colors)) {
    output.data(line);
  }
}
