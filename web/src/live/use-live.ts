"use client";

import { useEffect, useEffectEvent, useSyncExternalStore } from "react";
import { livePage } from "./live.ts";
import type { Connection, Told } from "./message.ts";

/** Hears of what happens to a topic while this is shown; null: of nothing. `after` counts as it is when the topic is first named. */
export function useTold(topic: string | null, after: number | null, onTold: (told: Told) => void): void {
  const tell = useEffectEvent(onTold);
  const begin = useEffectEvent(() => after);
  useEffect(
    () => (topic === null ? undefined : livePage().follow({ topic, after: begin(), onTold: (told) => tell(told) })),
    [topic],
  );
}

const LIVE: Connection = { kind: "live" };

export function useConnection(): Connection {
  return useSyncExternalStore(
    (onChange) => livePage().watchConnection(onChange),
    () => livePage().connection(),
    () => LIVE,
  );
}
