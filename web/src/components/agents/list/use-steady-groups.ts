"use client";

import type { ListedTask } from "@catalyst/api";
import { useEffect, useState } from "react";
import type { TaskGroup } from "../../../tasks/group-tasks.ts";

/** The groups, whose rows stay where they are as long as somebody points at them: what is in the rows changes all the same. */
export function useSteadyGroups(groups: TaskGroup[], tasks: readonly ListedTask[], isHeld: boolean): TaskGroup[] {
  const [held, setHeld] = useState<TaskGroup[] | null>(null);
  useEffect(() => {
    if (!isHeld) {
      setHeld(null);
    }
  }, [isHeld]);
  if (isHeld && held === null) {
    setHeld(groups);
  }
  return held === null || !isHeld ? groups : withLatest(held, tasks);
}

function withLatest(held: readonly TaskGroup[], tasks: readonly ListedTask[]): TaskGroup[] {
  const latest = new Map(tasks.map((task) => [task.id, task]));
  const shown = new Set(held.flatMap((group) => group.tasks.map(({ id }) => id)));
  const added = tasks.filter(({ id }) => !shown.has(id));
  return held
    .map((group, index) => ({
      ...group,
      // What was added since stands below the last: nothing that is there moves. What isn't there any more was archived.
      tasks: [...group.tasks.flatMap(({ id }) => latest.get(id) ?? []), ...(index === held.length - 1 ? added : [])],
    }))
    .filter((group) => group.tasks.length > 0);
}
