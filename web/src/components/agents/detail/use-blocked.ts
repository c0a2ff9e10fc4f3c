"use client";

import type { Event, Execution } from "@catalyst/api";
import { useState } from "react";
import { useTold } from "../../../live/use-live.ts";
import { blockedHostOf } from "../../../tasks/blocked-host.ts";

/** More than anybody would allow one after the other. */
const MOST_SHOWN = 20;

/** The hosts that were refused to this execution lately, each once, as its events tell. */
export function useBlocked(execution: Execution | null, newest: readonly Event[]): readonly string[] {
  const [told, setTold] = useState<{ of: string; hosts: readonly string[] }>({ of: "", hosts: [] });
  const followed = execution === null || execution.endedAt !== null ? null : `execution:${execution.id}`;
  useTold(followed, newest.at(-1)?.number ?? 0, {
    onTold({ item }) {
      const host = blockedHostOf(item as Event);
      if (host !== null && execution !== null) {
        setTold((had) => ({
          of: execution.id,
          hosts: had.of === execution.id ? [...new Set([...had.hosts, host])].slice(0, MOST_SHOWN) : [host],
        }));
      }
    },
  });
  const known = newest.map(blockedHostOf).filter((host) => host !== null);
  return [...new Set([...known, ...(told.of === execution?.id ? told.hosts : [])])].slice(0, MOST_SHOWN);
}
