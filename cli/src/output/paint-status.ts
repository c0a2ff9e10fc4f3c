import type { AgentTask, TaskStatus } from "@catalyst/core";
import type { Colors } from "./output.ts";
import { reasonWords } from "./reason-words.ts";

const PAINT: Partial<Record<TaskStatus, "green" | "red" | "yellow">> = {
  completed: "green",
  failed: "red",
  cancelled: "yellow",
  awaiting_approval: "yellow",
  paused_budget: "yellow",
};

/** The status of a task, with the reason of a failure. */
export function paintStatus(
  { status, failureReason }: Pick<AgentTask, "status" | "failureReason">,
  colors: Colors,
): string {
  const said = status.replaceAll("_", " ");
  const text = failureReason === null ? said : `${said} (${reasonWords(failureReason)})`;
  return colors[PAINT[status] ?? "cyan"](text);
}
