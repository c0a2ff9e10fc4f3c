import type { Execution } from "@catalyst/api";
import { CatalystError } from "@catalyst/core/apart";

/** The executions that were over when we came; the latest is shown all the same when nothing else runs. */
export function findPassed(all: readonly Execution[], taskId: string): Set<string> {
  const latest = all.at(-1);
  if (latest === undefined) {
    throw new CatalystError("not_found", `Following task ${taskId} failed: it has no run.`, {
      way: { kind: "see_list", of: "tasks" },
    });
  }
  const ended = all.filter(({ endedAt }) => endedAt !== null).map(({ id }) => id);
  return new Set(ended.length === all.length ? ended.filter((id) => id !== latest.id) : ended);
}
