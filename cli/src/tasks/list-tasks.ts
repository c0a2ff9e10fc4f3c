import { type AgentTask, CatalystError, findWaiting, TaskStatus, type TaskWait } from "@catalyst/core";
import type { CliContext } from "../cli-context.ts";
import { withStores } from "../open-stores.ts";
import { cleanTerminalLine } from "../output/clean-terminal-text.ts";
import { formatAge } from "../output/format-quantity.ts";
import type { Output } from "../output/output.ts";
import { paintStatus } from "../output/paint-status.ts";
import { renderTable } from "../output/render-table.ts";
import { taskRecord } from "../run/task-record.ts";

const MAX_LIMIT = 1000;

export interface ListOptions {
  status: string[];
  limit: string;
  /** Those as well that were refused. */
  all?: boolean;
  json?: boolean;
}

export async function listTasks(options: ListOptions, context: CliContext): Promise<void> {
  const limit = readLimit(options.limit);
  const filter = { statuses: readStatuses(options.status), hasRefused: options.all === true, limit };
  const { tasks, waiting } = await withStores(context, async (stores) => {
    const tasks = await stores.tasks.list(filter);
    return { tasks, waiting: await findWaiting(tasks, stores.queue) };
  });
  if (options.json) {
    for (const task of tasks) {
      context.output.json({ ...taskRecord(task), waiting: waiting.get(task.id) ?? null });
    }
  } else {
    show(tasks, waiting, context.output);
  }
}

function readStatuses(values: string[]): TaskStatus[] | undefined {
  const parsed = TaskStatus.array().safeParse(values);
  if (!parsed.success) {
    throw new CatalystError(
      "invalid_input",
      `Listing tasks failed: unknown status in "${values.join(", ")}". Known are: ${TaskStatus.options.join(", ")}.`,
    );
  }
  return parsed.data.length === 0 ? undefined : parsed.data;
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

function show(tasks: AgentTask[], waiting: Map<string, TaskWait>, output: Output): void {
  if (tasks.length === 0) {
    output.say('No tasks yet. Start one: catalyst run "Fix the failing test" --repo .');
    return;
  }
  const now = new Date();
  const rows = tasks.map((task) => [
    `#${task.number}`,
    paintStatus(task, output.colors, waiting.get(task.id)),
    task.agentType ?? "-",
    formatAge(task.createdAt, now),
    cleanTerminalLine(task.contextPayload.title, 60),
  ]);
  for (const line of renderTable(["", "status", "agent", "created", "title"], rows, output.colors)) {
    output.data(line);
  }
}
