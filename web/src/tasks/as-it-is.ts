import type { Task } from "@catalyst/api";

/** By which a task is told from itself as it was, or comes to be: what is asked of it then is asked anew, also in the same words. */
export function asItIs({
  id,
  status,
  startedAt,
  completedAt,
}: Pick<Task, "id" | "status" | "startedAt" | "completedAt">) {
  return [id, status, startedAt, completedAt];
}
