import { type AgentTask, type ExecutionQueue, findWaiting } from "@catalyst/core";
import { waitingWords } from "../output/waiting-words.ts";

/** Calls `tell` when a task that is followed waits for its place, and again when it has come further. */
export function watchWaiting(
  queue: Pick<ExecutionQueue, "listWaiting">,
  tell: (words: string) => void,
): (task: AgentTask) => Promise<void> {
  let seen: string | null = null;
  let told = "";
  return async (task) => {
    const waiting = (await findWaiting([task], queue)).get(task.id);
    const words = waiting === undefined ? null : waitingWords(waiting);
    // A place that is free is given within moments: only what lasts is told.
    if (words !== null && words !== told && words === seen) {
      told = words;
      tell(words);
    }
    seen = words;
  };
}
