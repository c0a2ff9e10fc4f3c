import type { AgentTask, TaskStatus } from "@catalyst/core";
import type { Colors } from "./output.ts";

const PAINT: Partial<Record<TaskStatus, "green" | "red" | "yellow">> = {
  completed: "green",
  failed: "red",
  cancelled: "yellow",
  paused_budget: "yellow",
};

/** The status of a task, with the reason of a failure. */
export function paintStatus(
  { status, failureReason }: Pick<AgentTask, "status" | "failureReason">,
  colors: Colors,
): string {
  const text = failureReason === null ? status : `${status} (${failureReason.replaceAll("_", " ")})`;
  return colors[PAINT[status] ?? "cyan"](text);
}
