import { keptAtOf } from "../../result/read-publication.ts";
import type { TaskResult } from "../../task/task.ts";

/** The repository of ours that a result needs; null: it needs none. */
export function placeOf(result: TaskResult | null): string | null {
  return keptAtOf(result) ?? result?.beside?.keptAt ?? null;
}
