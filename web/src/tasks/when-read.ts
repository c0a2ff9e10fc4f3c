import type { Task } from "@catalyst/api";
import { isOver, needOf } from "./need-of.ts";

/** When an agent reads what is said to a task now; null: it can't be said now. `canSteer` null: nobody knows whether it hears while it works. */
export function whenRead(
  task: Pick<Task, "status" | "plan" | "result" | "options">,
  canSteer: boolean | null,
): string | null {
  const need = needOf(task);
  if (need === "plan") {
    return null;
  }
  if (need === "budget" || need === "race") {
    return null;
  }
  if (isOver(task) || need === "result") {
    return task.status === "refused" ? null : "Starts a follow-up.";
  }
  if (task.status === "running" && canSteer !== null) {
    return canSteer
      ? "The agent reads it after this step."
      : "The agent reads it at its next turn: this one can't be told while it works.";
  }
  return "The agent reads it with its next turn.";
}
