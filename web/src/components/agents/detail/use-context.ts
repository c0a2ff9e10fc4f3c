"use client";

import type { Event, Execution } from "@catalyst/api";
import { useState } from "react";
import { useTold } from "../../../live/use-live.ts";
import { type ContextUse, contextUseOf } from "../../../tasks/context-use.ts";

/** What the model of this execution has before it, as its requests tell; null: none was told of lately. */
export function useContextUse(execution: Execution | null, newest: readonly Event[]): ContextUse | null {
  const uses = newest.map(contextUseOf).filter((use) => use !== null);
  const [told, setTold] = useState<{ of: string; use: ContextUse } | null>(null);
  const followed = execution === null || execution.endedAt !== null ? null : `execution:${execution.id}`;
  useTold(followed, newest.at(-1)?.number ?? 0, {
    onTold({ item }) {
      const use = contextUseOf(item as Event);
      if (use !== null && execution !== null) {
        setTold({ of: execution.id, use });
      }
    },
  });
  return told !== null && told.of === execution?.id ? told.use : (uses.at(-1) ?? null);
}
