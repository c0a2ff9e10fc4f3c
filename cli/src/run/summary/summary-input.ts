import type { Repository, Task, TaskResult } from "@catalyst/api";
import type { UsageTotal } from "@catalyst/core";
import type { GitPlace } from "./git-place.ts";

export interface SummaryInput {
  task: Task;
  repository: Pick<Repository, "vcs" | "url">;
  place: GitPlace;
  usage: UsageTotal;
  elapsedMilliseconds: number;
  /** Until when what is kept of the result is kept; null: nothing is. */
  keptUntil: string | null;
  /** Leaves out what to do next with a result. */
  isBrief?: boolean;
  /** The results of a race, by run; absent: they aren't known. */
  results?: TaskResult[];
  /** `tasks show` itself is what shows it. */
  isShown?: boolean;
}
