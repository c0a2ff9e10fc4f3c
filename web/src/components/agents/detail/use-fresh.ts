"use client";

import type { Event, Execution } from "@catalyst/api";
import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { useTold } from "../../../live/use-live.ts";

const GATHERED_MILLISECONDS = 300;
/** What begins or ends a step. */
const OF_STEPS = ["hook", "agent_ended", "status"];

/** Asks for the task again soon after something happened to it, or a step of the execution that is shown began or ended. */
export function useFresh(taskId: string, shown: Pick<Execution, "id" | "endedAt"> | null): void {
  const router = useRouter();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const refreshSoon = () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => router.refresh(), GATHERED_MILLISECONDS);
  };
  useTold("tasks", null, {
    onTold({ item }) {
      if ((item as { taskId: string }).taskId === taskId) {
        refreshSoon();
      }
    },
    onMissed: refreshSoon,
  });
  useTold(shown === null || shown.endedAt !== null ? null : `execution:${shown.id}`, null, {
    onTold({ item }) {
      if (OF_STEPS.includes((item as Event).body.type)) {
        refreshSoon();
      }
    },
  });
  useEffect(() => () => clearTimeout(timer.current), []);
}
