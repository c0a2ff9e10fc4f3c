"use client";

import type { ListedTask } from "@catalyst/api";
import { useEffect, useState } from "react";
import { isOver } from "../../../tasks/need-of.ts";

/** Those of a list that were seen to end while it was looked at. */
export function useJustEnded(tasks: readonly ListedTask[]): ReadonlySet<string> {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    const fresh = tasks.filter((task) => !isOver(task) && !open.has(task.id));
    if (fresh.length > 0) {
      setOpen(new Set([...open, ...fresh.map(({ id }) => id)]));
    }
  }, [tasks, open]);
  return new Set(tasks.filter((task) => isOver(task) && open.has(task.id)).map(({ id }) => id));
}
