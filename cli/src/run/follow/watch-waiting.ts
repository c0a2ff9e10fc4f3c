import type { TaskDetails } from "@catalyst/api";
import { waitingWords } from "../../output/words/waiting-words.ts";

/** Calls `tell` when a task that is followed waits for its place, and again when it has come further. */
export function watchWaiting(tell: (words: string) => void): (task: Pick<TaskDetails, "waiting">) => void {
  let seen: string | null = null;
  let told = "";
  return ({ waiting }) => {
    const words = waiting === null ? null : waitingWords(waiting);
    // A place that is free is given within moments: only what lasts is told.
    if (words !== null && words !== told && words === seen) {
      told = words;
      tell(words);
    }
    seen = words;
  };
}
