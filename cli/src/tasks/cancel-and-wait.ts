import { setTimeout as wait } from "node:timers/promises";
import type { Task } from "@catalyst/api";
import type { ApiClient } from "@catalyst/api/own";
import { CatalystError, isSettled } from "@catalyst/core/apart";
import { openApi } from "../api/open-api.ts";
import type { CliContext } from "../cli-context.ts";
import { showProgress } from "../output/events/show-progress.ts";
import { watchServices } from "../run/follow/watch-services.ts";
import { taskJson } from "./show/task-json.ts";
import { taskParams } from "./task-params.ts";

const LOOK_MILLISECONDS = 200;

/** Cancels tasks, one after the other, and waits until each has ended; a task that had ended before stays as it is. */
export async function cancelAndWait(
  { references, isJson }: { references: readonly string[]; isJson: boolean },
  context: CliContext,
): Promise<void> {
  const { output } = context;
  const client = await openApi(context);
  for (const reference of references) {
    const before = await client.call("cancelTask", { params: taskParams(reference) });
    const task = isSettled(before.status)
      ? before
      : await showProgress(`Cancelling task #${before.number}`, output, () => waitUntilEnded(before, client, context));
    if (isJson) {
      output.json(taskJson(task));
    } else {
      output.data(`Task #${task.number} is ${task.status}.`);
    }
  }
}

async function waitUntilEnded(before: Task, client: ApiClient, context: CliContext): Promise<Task> {
  // Without a worker nobody would carry it out.
  const keepUp = watchServices(context);
  for (let task = before; ; task = await client.call("getTask", { params: { task: before.id } })) {
    if (isSettled(task.status)) {
      return task;
    }
    if (context.interrupted.aborted) {
      throw new CatalystError(
        "cancelled",
        `Left before task #${before.number} had ended; it is being cancelled. See: catalyst tasks show ${before.number}`,
      );
    }
    await keepUp(task);
    await wait(LOOK_MILLISECONDS);
  }
}
