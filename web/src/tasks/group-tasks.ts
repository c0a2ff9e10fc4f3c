import type { ListedTask } from "@catalyst/api";
import { isOver, needOf } from "./need-of.ts";

export interface TaskGroup {
  name: string;
  tasks: ListedTask[];
}

/** What needs somebody first, then what goes on, then what is over, by days. `tasks` are the newest first, and stay so. */
export function groupTasks(tasks: readonly ListedTask[], now: Date): TaskGroup[] {
  const groups = new Map<string, ListedTask[]>([
    ["Needs you", []],
    ["Running", []],
  ]);
  for (const task of tasks) {
    const name = groupOf(task, now);
    groups.set(name, [...(groups.get(name) ?? []), task]);
  }
  return [...groups].map(([name, of]) => ({ name, tasks: of })).filter((group) => group.tasks.length > 0);
}

function groupOf(task: ListedTask, now: Date): string {
  if (needOf(task) !== null) {
    return "Needs you";
  }
  return isOver(task) ? dayOf(new Date(task.createdAt), now) : "Running";
}

const DAY_MILLISECONDS = 86_400_000;

function dayOf(at: Date, now: Date): string {
  const days = Math.round((startOfDay(now) - startOfDay(at)) / DAY_MILLISECONDS);
  if (days <= 0) {
    return "Today";
  }
  return days === 1
    ? "Yesterday"
    : at.toLocaleDateString("en", { weekday: "long", day: "numeric", month: "long", year: "numeric" });
}

function startOfDay(at: Date): number {
  return new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime();
}
