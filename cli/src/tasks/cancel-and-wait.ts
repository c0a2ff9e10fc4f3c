import { setTimeout as wait } from "node:timers/promises";
import { type AgentTask, CatalystError, cancelTask, isSettled } from "@catalyst/core";
import type { CliContext } from "../cli-context.ts";
import { findActor, type Stores, withStores } from "../open-stores.ts";
import { showProgress } from "../output/show-progress.ts";
import { taskRecord } from "../run/task-record.ts";
import { ensureUp } from "../up/ensure-up.ts";
import { findTask } from "./find-task.ts";

const POLL_MILLISECONDS = 200;

/** Cancels a task and waits until it has ended; a task that had ended before stays as it is. */
export async function cancelAndWait(
  { reference, isJson }: { reference: string; isJson: boolean },
  context: CliContext,
): Promise<void> {
  const config = await context.readConfig();
  const { output } = context;
  await withStores(context, async (stores) => {
    const { id: taskId } = await findTask(reference, stores);
    const before = await cancelTask({ taskId, actor: await findActor(stores) }, stores);
    if (!isSettled(before.status)) {
      // Without a worker nobody would carry it out.
      await ensureUp(config);
    }
    const task = isSettled(before.status)
      ? before
      : await showProgress(`Cancelling task #${before.number}`, output, () =>
          waitUntilEnded(before, context.interrupted, stores),
        );
    if (isJson) {
      output.json(taskRecord(task));
    } else {
      output.data(`Task #${task.number} is ${task.status}.`);
    }
  });
}

async function waitUntilEnded(
  before: AgentTask,
  signal: AbortSignal,
  { tasks }: Pick<Stores, "tasks">,
): Promise<AgentTask> {
  for (let task: AgentTask | null = before; task !== null; task = await tasks.get(before.id)) {
    if (isSettled(task.status)) {
      return task;
    }
    if (signal.aborted) {
      throw new CatalystError(
        "cancelled",
        `Left before task #${before.number} had ended; it is being cancelled. See: catalyst tasks show ${before.number}`,
      );
    }
    await wait(POLL_MILLISECONDS);
  }
  return before;
}
