import type { AgentTask } from "./task.ts";

/** Whether a task's result waits for a person's word before it is published, and nothing else is to be decided. */
export function isHeld({ status, resultPayload }: Pick<AgentTask, "status" | "resultPayload">): boolean {
  return status === "awaiting_approval" && resultPayload?.hold != null;
}
