import type { TaskDetails } from "@catalyst/api";
import { isFinal, type TaskChangeStore } from "@catalyst/core";
import type { Waiting } from "../api/handler.ts";
import { tagOf, tagsInclude } from "../http/tag.ts";
import { createBell } from "../live/bell.ts";

/**
 * A task once it is otherwise than its client knows, or as it is when they have waited long enough. Nothing is awaited of one that has
 * ended, unless its client knows that. What is announced is listened to beside all others; no connection to the database is held.
 */
export async function readOnceOther(
  read: () => Promise<TaskDetails>,
  { known, signal }: Waiting,
  changes: Pick<TaskChangeStore, "subscribe">,
): Promise<TaskDetails> {
  const news = createBell();
  let taskId: string | null = null;
  const stop = await changes.subscribe((changed) => {
    if (changed === null || taskId === null || changed === taskId) {
      news.ring();
    }
  });
  try {
    let rung = news.count();
    let task = await read();
    taskId = task.id;
    const expected = known ?? tagOf(JSON.stringify(task));
    const isOver = known === undefined && isFinal(task.status);
    while (!isOver && !signal.aborted && tagsInclude(expected, tagOf(JSON.stringify(task)))) {
      await news.rungSince(rung, signal);
      rung = news.count();
      task = await read();
    }
    return task;
  } finally {
    stop();
  }
}
