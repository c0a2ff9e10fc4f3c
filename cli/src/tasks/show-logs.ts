import { isSettled } from "@catalyst/core";
import type { CliContext } from "../cli-context.ts";
import { exitCodeForTask } from "../exit-code-of-task.ts";
import { withStores } from "../open-stores.ts";
import { paintStatus } from "../output/paint-status.ts";
import { sayStarting } from "../run/announce.ts";
import { showTask } from "../run/show-task.ts";
import { taskRecord } from "../run/task-record.ts";
import { watchServices } from "../run/watch-services.ts";
import { ensureUp } from "../up/ensure-up.ts";
import { findTask } from "./find-task.ts";

/**
 * Shows what is stored of a task; following, until it has ended or the user interrupts, with worker and gateway kept up for it.
 * Only following sets the task's exit code.
 */
export async function showLogs(
  input: { reference: string; isFollowing: boolean; isJson: boolean },
  context: CliContext,
): Promise<void> {
  const { output } = context;
  const config = await context.readConfig();
  await withStores(context, async (stores) => {
    const { id, status, options } = await findTask(input.reference, stores);
    if (input.isFollowing && !isSettled(status) && (await ensureUp(config)) === "started") {
      sayStarting(context);
    }
    // A signal that came already makes the follower look once and stop.
    const signal = input.isFollowing ? context.interrupted : AbortSignal.abort();
    const onTick = input.isFollowing ? watchServices(config, context) : undefined;
    const { task } = await showTask(
      { taskId: id, isJson: input.isJson, isRace: options.race !== null, onTick, signal },
      { stores, output },
    );
    const removed = (await stores.executions.listForTask(id)).findLast(({ logRemovedAt }) => logRemovedAt !== null);
    if (removed?.logRemovedAt != null) {
      const day = removed.logRemovedAt.toISOString().slice(0, 10);
      output.say(`What the agent said and did had its time and was removed on ${day}; its course and cost are left.`);
    }
    if (input.isJson) {
      output.json(taskRecord(task));
    } else {
      output.say(
        `Task #${task.number} is ${paintStatus(task, output.colors)}. More: catalyst tasks show ${task.number}`,
      );
    }
    if (input.isFollowing) {
      context.setExitCode(exitCodeForTask(task));
    }
  });
}
