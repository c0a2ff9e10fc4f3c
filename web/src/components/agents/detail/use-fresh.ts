"use client";

import type { Event, Execution, TaskDetails } from "@catalyst/api";
import { useEffect, useEffectEvent, useRef } from "react";
import { browserClient } from "../../../api/browser-client.ts";
import { useTold } from "../../../live/use-live.ts";
import { useRefresh } from "../../../live/use-refresh.ts";

/** Several changes of one task come at once: it is asked for once. */
const GATHERED_MILLISECONDS = 300;
/** What begins or ends a step. */
const OF_STEPS = ["hook", "agent_ended", "status"];

/** Keeps the page of a task as the task is, and as the steps of the execution that is shown are. `newest`: its newest event that the page has. */
export function useFresh(
  task: TaskDetails,
  shown: Pick<Execution, "id" | "endedAt"> | null,
  newest: Pick<Event, "number"> | undefined,
): void {
  const refresh = useRefresh();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const refreshSoon = () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(refresh, GATHERED_MILLISECONDS);
  };
  /** Most often nothing happened: to ask for the task is less than to have its page made again. */
  const look = useEffectEvent(async () => {
    const now = await browserClient()
      .call("getTask", { params: { task: task.id }, query: {} })
      .catch(() => null);
    if (now === null || JSON.stringify(now) !== JSON.stringify(task)) {
      refreshSoon();
    }
  });
  useTold("tasks", null, {
    onTold({ item }) {
      if ((item as { taskId: string }).taskId === task.id) {
        refreshSoon();
      }
    },
    onMissed: () => void look(),
  });
  const followed = shown === null || shown.endedAt !== null ? null : `execution:${shown.id}`;
  // From there on: what came before may be a million events.
  useTold(followed, newest?.number ?? 0, {
    onTold({ item }) {
      if (OF_STEPS.includes((item as Event).body.type)) {
        refreshSoon();
      }
    },
  });
  useEffect(() => () => clearTimeout(timer.current), []);
}
