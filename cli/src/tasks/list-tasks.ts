import type { ListedTask, RouteInput, Routes, TaskStatus } from "@catalyst/api";
import type { ApiClient } from "@catalyst/api/own";
import { CatalystError } from "@catalyst/core/apart";
import { openApi } from "../api/open-api.ts";
import type { CliContext } from "../cli-context.ts";
import type { Output } from "../output/output.ts";
import { paintStatus } from "../output/paint-status.ts";
import { renderTable } from "../output/render-table.ts";
import { cleanTerminalLine } from "../output/words/clean-terminal-text.ts";
import { formatAge } from "../output/words/format-quantity.ts";
import { taskJson } from "./show/task-json.ts";
import { TASK_STATUSES } from "./task-statuses.ts";

const MAX_LIMIT = 1000;
const PAGE = 200;

export interface ListOptions {
  status?: string[];
  limit: string;
  project?: string;
  /** Its slug. */
  team?: string;
  /** Its id. */
  agent?: string;
  /** Those as well that were refused. */
  all?: boolean;
  /** Those alone that were archived. */
  archived?: boolean;
  json?: boolean;
}

export async function listTasks(options: ListOptions, context: CliContext): Promise<void> {
  const limit = readLimit(options.limit);
  const { project, team, agent } = options;
  const filter = {
    status: readStatuses(options.status ?? []),
    refused: options.all === true ? ("true" as const) : ("false" as const),
    archived: options.archived === true ? ("true" as const) : ("false" as const),
    ...{ project, team, agent },
  };
  const tasks = await readPages({ filter, limit }, await openApi(context));
  if (options.json) {
    for (const task of tasks) {
      context.output.json({ ...taskJson(task), waiting: task.waiting, repositoryName: task.repositoryName });
    }
  } else {
    show(tasks, options, context.output);
  }
}

interface Wanted {
  filter: NonNullable<RouteInput<Routes["listTasks"]>["query"]>;
  limit: number;
}

async function readPages({ filter, limit }: Wanted, client: ApiClient): Promise<ListedTask[]> {
  const tasks: ListedTask[] = [];
  let cursor: string | undefined;
  do {
    const query = { ...filter, cursor, limit: Math.min(limit - tasks.length, PAGE) };
    const page = await client.call("listTasks", { query });
    tasks.push(...page.data);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined && tasks.length < limit);
  return tasks;
}

function readStatuses(values: string[]): TaskStatus[] {
  const isStatus = (value: string): value is TaskStatus => TASK_STATUSES.some((status) => status === value);
  if (!values.every(isStatus)) {
    const unknown = values.filter((value) => !isStatus(value)).map((value) => `"${value}"`);
    throw new CatalystError(
      "invalid_input",
      `Listing tasks failed: unknown status ${unknown.join(", ")}. Known are: ${TASK_STATUSES.join(", ")}.`,
    );
  }
  return values;
}

function readLimit(text: string): number {
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) {
    throw new CatalystError(
      "invalid_input",
      `Listing tasks failed: --limit is "${text}". Give a whole number from 1 to ${MAX_LIMIT}.`,
    );
  }
  return limit;
}

function show(tasks: ListedTask[], options: ListOptions, output: Output): void {
  const { archived: isArchived = false, status = [], project, team, agent } = options;
  if (tasks.length === 0 && [...status, project, team, agent].some((wanted) => wanted !== undefined)) {
    output.say("No task is like that.");
    return;
  }
  if (tasks.length === 0 && isArchived) {
    output.say("No task is archived. Take one that has ended out of the list: catalyst tasks archive 3");
    return;
  }
  if (tasks.length === 0) {
    output.say('No tasks yet. Start one: catalyst run "Fix the failing test" --repo .');
    return;
  }
  const now = new Date();
  const rows = tasks.map((task) => [
    `#${task.number}`,
    paintStatus(task, output.colors, task.waiting),
    task.agentType ?? "-",
    cleanTerminalLine(task.repositoryName ?? "-", 32),
    formatAge(new Date(task.createdAt), now),
    cleanTerminalLine(task.title, 60),
  ]);
  for (const line of renderTable(["", "status", "agent", "repository", "created", "title"], rows, output)) {
    output.data(line);
  }
}
