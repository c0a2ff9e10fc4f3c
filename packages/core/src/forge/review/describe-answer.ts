import type { ThreadAnswer } from "../../result/answers/thread-answer.ts";
import type { TaskResult } from "../../task/task.ts";
import { neutralize } from "../text/neutralize.ts";

const MAX_SUMMARY = 1200;

/** What is said in a thread when the turn is over that it was told to. `answer` absent: its agent said nothing of that thread. */
export function describeAnswer(answer: ThreadAnswer | undefined, result: TaskResult | null): string {
  const isPublished = result?.publication.kind === "branch" || result?.publication.kind === "pull_request";
  const commit = result?.headCommit ?? null;
  const words = answer === undefined ? "" : neutralize(answer.text).trim();
  if (commit === null) {
    return words === "" ? `Nothing was changed for this.${describeSummary(result)}` : words;
  }
  if (answer?.isDone === true) {
    const done = isPublished ? `Done in ${commit}.` : "Done, and kept: it isn't on the branch yet.";
    return [done, words].filter((part) => part !== "").join(" ");
  }
  const where = isPublished ? `${commit} came of this turn` : "What came of this turn is kept";
  return words === "" ? `${where}; what of it is for this comment wasn't said.` : words;
}

function describeSummary(result: TaskResult | null): string {
  const summary = neutralize((result?.summary ?? "").slice(0, MAX_SUMMARY)).trim();
  return summary === "" ? "" : `\n\n${summary}`;
}
