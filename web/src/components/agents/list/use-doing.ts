"use client";

import type { Event, ListedTask } from "@catalyst/api";
import { useState } from "react";
import { useTold } from "../../../live/use-live.ts";
import { doingOf } from "../../../tasks/doing-of.ts";

/** The task with what it does by now, as its execution tells it; as it was told where nobody follows. */
export function useDoing(task: ListedTask, isFollowed: boolean): ListedTask {
  const { doing } = task;
  const [newest, setNewest] = useState<Event | null>(null);
  const followed = isFollowed && doing !== null && task.status === "running" ? `execution:${doing.executionId}` : null;
  useTold(followed, doing?.number ?? null, {
    // A row says what it did last all the same, where the log of somebody's task would stand still.
    isSpare: true,
    onTold({ item }) {
      if (doingOf(item as Event) !== null) {
        setNewest(item as Event);
      }
    },
  });
  const isNewer = doing !== null && newest?.executionId === doing.executionId && newest.number > doing.number;
  return isNewer ? { ...task, doing: newest } : task;
}
