import type { Event, Execution, TaskDetails } from "@catalyst/api";
import { type ApiClient, listExecutions } from "@catalyst/api/own";
import { CatalystError, isSettled } from "@catalyst/core/apart";
import { openApi } from "../../api/open-api.ts";
import type { CliContext } from "../../cli-context.ts";
import { exitCodeForTask } from "../../exit/exit-code-of-task.ts";
import { EXIT_CODES } from "../../exit/exit-codes.ts";
import { openShowing } from "../../output/events/show-event.ts";
import { paintStatus } from "../../output/paint-status.ts";
import { showTask } from "../../run/follow/show-task.ts";
import { watchServices } from "../../run/follow/watch-services.ts";
import { findPassed } from "../../run/options/find-passed.ts";
import { taskJson } from "../show/task-json.ts";
import { taskParams } from "../task-params.ts";

const PAGE = 200;

export interface LogsInput {
  reference: string;
  isFollowing: boolean;
  isJson: boolean;
  /** Which of its runs, counted from 1; null: those that work, else the latest. */
  run: number | null;
}

/**
 * Shows what is stored of a task; following, until it has ended or the user interrupts, with worker and gateway kept up for it.
 * Only following sets the task's exit code.
 */
export async function showLogs(input: LogsInput, context: CliContext): Promise<void> {
  const client = await openApi(context);
  const found = await client.call("getTask", { params: taskParams(input.reference) });
  const isLive = input.isFollowing && input.run === null;
  const task = isLive ? await follow(found, input.isJson, { client, context }) : found;
  const executions = await listExecutions(task.id, client);
  if (!isLive) {
    await showStored(chooseRuns(executions, found, input), input.isJson, { client, context });
  }
  tellEnd({ task, executions, isJson: input.isJson }, context);
  if (isLive) {
    context.setExitCode(hasLeft(task, context) ? EXIT_CODES.cancelled : exitCodeForTask(task));
  }
}

interface Reading {
  client: ApiClient;
  context: CliContext;
}

async function follow(found: TaskDetails, isJson: boolean, { client, context }: Reading): Promise<TaskDetails> {
  const { output, interrupted: signal } = context;
  const isRace = found.options.race !== null;
  const onTick = watchServices(context);
  const shown = await showTask({ taskId: found.id, isJson, isRace, onTick, signal }, { client, output });
  return shown.task;
}

/** Left by Ctrl-C, the task goes on. */
function hasLeft({ status }: TaskDetails, { interrupted }: CliContext): boolean {
  return interrupted.aborted && !isSettled(status);
}

function chooseRuns(executions: Execution[], { id, number }: TaskDetails, { run }: LogsInput): Execution[] {
  if (run === null) {
    const passed = findPassed(executions, id);
    return executions.filter((execution) => !passed.has(execution.id));
  }
  const chosen = executions[run - 1];
  if (chosen === undefined) {
    throw new CatalystError("not_found", `Showing run ${run} of task #${number} failed: it has ${executions.length}.`, {
      way: { kind: "see_task", task: number },
    });
  }
  return [chosen];
}

async function showStored(executions: Execution[], isJson: boolean, { client, context }: Reading): Promise<void> {
  const show = await openShowing(isJson, context.output);
  for (const execution of executions) {
    const whose = executions.length === 1 ? null : execution;
    for await (const event of readEvents(execution, client)) {
      show(event, whose);
    }
  }
}

async function* readEvents({ id }: Execution, client: ApiClient): AsyncIterable<Event> {
  let cursor: string | undefined;
  do {
    const page = await client.call("listEvents", { params: { execution: id }, query: { limit: PAGE, cursor } });
    yield* page.data;
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
}

function tellEnd(
  { task, executions, isJson }: { task: TaskDetails; executions: Execution[]; isJson: boolean },
  { output }: CliContext,
): void {
  const removed = executions.findLast(({ logRemovedAt }) => logRemovedAt !== null);
  if (removed?.logRemovedAt != null) {
    const day = removed.logRemovedAt.slice(0, 10);
    output.say(`What the agent said and did had its time and was removed on ${day}; its course and cost are left.`);
  }
  if (isJson) {
    output.json(taskJson(task));
  } else {
    output.say(`Task #${task.number} is ${paintStatus(task, output.colors)}. More: catalyst tasks show ${task.number}`);
  }
}
