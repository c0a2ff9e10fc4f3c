"use client";

import type { Task } from "@catalyst/api";
import { isOver } from "../../../tasks/need-of.ts";
import { agoWords, clockWords } from "../../../words/time-words.ts";
import { useNow } from "./use-now.ts";

interface PassingTimeProps {
  task: Pick<Task, "status" | "createdAt" | "startedAt" | "completedAt">;
  /** Where there is room for it. */
  isSpelled?: boolean;
}

/** How long a task has been working, by a clock that runs, or how long ago it was over. */
export function PassingTime({ task, isSpelled = false }: PassingTimeProps) {
  const isRunning = !isOver(task) && task.startedAt !== null;
  const now = useNow(isRunning ? 1000 : 30_000);
  const at = new Date(isRunning ? (task.startedAt ?? task.createdAt) : (task.completedAt ?? task.createdAt));
  const words = (then: Date) =>
    isRunning ? clockWords(then.getTime() - at.getTime()) : `${agoWords(at, then)}${isSpelled ? " ago" : ""}`;
  const said = isRunning ? "Began" : "Ended";
  return (
    <time dateTime={at.toISOString()} title={now === null ? undefined : `${said} ${at.toLocaleString()}`}>
      {now === null ? null : words(now)}
    </time>
  );
}
