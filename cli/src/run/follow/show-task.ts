import type { Event, Execution, TaskDetails } from "@catalyst/api";
import type { ApiClient } from "@catalyst/api/own";
import type { ExecutionEvent, UsageTotal } from "@catalyst/core";
import { countUsage, NO_USAGE } from "@catalyst/core/apart";
import { openShowing } from "../../output/events/show-event.ts";
import type { Output } from "../../output/output.ts";
import { formatElapsed } from "../../output/words/format-quantity.ts";
import { formatUsage } from "../../output/words/format-usage.ts";
import { followTask, type KnownTask } from "./follow-task.ts";
import { watchWaiting } from "./watch-waiting.ts";

const TICK_MILLISECONDS = 250;

export interface ShowTaskInput {
  taskId: string;
  isJson: boolean;
  /** Several agents work at once: each line says whose it is. */
  isRace?: boolean;
  onTick?: (task: TaskDetails) => Promise<void> | void;
  signal: AbortSignal;
  known?: KnownTask;
}

/** The live transcript of a task, until nothing more happens to it by itself or the signal came. */
export async function showTask(
  input: ShowTaskInput,
  { client, output }: { client: ApiClient; output: Output },
): Promise<{ task: TaskDetails; usage: UsageTotal }> {
  const startedAt = Date.now();
  const show = await openShowing(input.isJson, output);
  let usage = NO_USAGE;
  let status = "pending";
  const tellWaiting = (words: string) => {
    status = words;
    if (!input.isJson) {
      output.say(output.colors.dim(`· ${words}`));
    }
  };
  const watch = watchWaiting(tellWaiting);
  const onTick = async (task: TaskDetails) => {
    watch(task);
    await input.onTick?.(task);
  };
  const draw = () => {
    const facts = [formatElapsed(Date.now() - startedAt), formatUsage(usage)].filter((fact) => fact !== null);
    output.status(`${status} … ${facts.join(", ")}`);
  };
  const onEvent = (event: Event, execution: Execution) => {
    usage = countUsage(usage, event as unknown as ExecutionEvent);
    status = event.body.type === "status" ? String(event.body.status) : status;
    show(event, input.isRace === true ? execution : null);
  };
  const ticker = input.isJson ? undefined : setInterval(draw, TICK_MILLISECONDS);
  try {
    const task = await followTask({ ...input, onEvent, onTick }, client);
    return { task, usage };
  } finally {
    clearInterval(ticker);
    output.status(null);
  }
}
