import type { Task } from "@catalyst/api";
import type { TaskStatus, TaskWait } from "@catalyst/core";
import { isHeld, isToBePicked } from "./is-to-be-picked.ts";
import type { Colors } from "./output.ts";
import { reasonWords } from "./words/reason-words.ts";
import { waitingWords } from "./words/waiting-words.ts";

const PAINT: Partial<Record<TaskStatus, "green" | "red" | "yellow">> = {
  completed: "green",
  failed: "red",
  cancelled: "yellow",
  refused: "red",
  awaiting_approval: "yellow",
  paused_budget: "yellow",
};

/** The status of a task, with the reason of a failure, or with how it waits for its place. */
export function paintStatus(
  task: Pick<Task, "status" | "failureReason" | "plan" | "result">,
  colors: Colors,
  waiting: TaskWait | null = null,
): string {
  const { status, failureReason } = task;
  const said = (waiting === null ? null : waitingWords(waiting)) ?? sayStatus(task);
  const text = failureReason === null ? said : `${said} (${reasonWords(failureReason)})`;
  return colors[PAINT[status] ?? "cyan"](text);
}

function sayStatus(task: Pick<Task, "status" | "plan" | "result">): string {
  if (isHeld(task)) {
    return "awaiting your word";
  }
  return isToBePicked(task) ? "awaiting your pick" : task.status.replaceAll("_", " ");
}
