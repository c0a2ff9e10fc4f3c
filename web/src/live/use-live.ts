"use client";

import { useEffect, useEffectEvent, useSyncExternalStore } from "react";
import { livePage } from "./live.ts";
import type { Connection, Told } from "./message.ts";

interface Heard {
  onTold: (told: Told) => void;
  /** Something may have happened that isn't told: what is shown is to be asked for anew. */
  onMissed?: () => void;
  /** Others come first where there isn't room for all. */
  isSpare?: boolean;
}

/** Hears of what happens to a topic while this is shown; null: of nothing. `after` counts as it is when the topic is first named. */
export function useTold(topic: string | null, after: number | null, heard: Heard): void {
  const tell = useEffectEvent(heard.onTold);
  const miss = useEffectEvent(() => heard.onMissed?.());
  const begin = useEffectEvent(() => ({ after, isSpare: heard.isSpare ?? false }));
  useEffect(() => {
    if (topic === null) {
      return;
    }
    return livePage().follow({ topic, ...begin(), onTold: (told) => tell(told), onMissed: () => miss() });
  }, [topic]);
}

const LIVE: Connection = { kind: "live" };

export function useConnection(): Connection {
  return useSyncExternalStore(
    (onChange) => livePage().watchConnection(onChange),
    () => livePage().connection(),
    () => LIVE,
  );
}
