import type { AgentTask, TaskEnd, TaskResult } from "./task.ts";
import { wayOfFailure } from "./way-of-failure.ts";

const REASON = "repository_unavailable";
const MESSAGE = "The work was ended: its repository isn't shown to Catalyst any more.";

/** How a task ends whose repository was taken away. What it came to is kept. */
export function endOfLost(
  { number }: Pick<AgentTask, "number">,
  result: TaskResult | null,
): Pick<TaskEnd, "failureReason" | "errorMessage" | "way"> & { state: "failed" } {
  const way = wayOfFailure(REASON, { number, result });
  return { state: "failed", failureReason: REASON, errorMessage: MESSAGE, way };
}
