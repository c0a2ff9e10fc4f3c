"use client";

import type { TaskCounts } from "@catalyst/api";
import { createContext, type ReactNode, useContext, useEffect, useEffectEvent, useRef, useState } from "react";
import { browserClient } from "../../../api/browser-client.ts";
import { useTold } from "../../../live/use-live.ts";
import { countWords } from "../../../tasks/count-words.ts";
import { NeedSign } from "./need-sign.tsx";

/** Many changes come at once: it is counted once. */
const GATHERED_MILLISECONDS = 500;
/** What nobody answered is asked again. */
const AGAIN_MILLISECONDS = 3000;

/** null: it isn't known yet. */
const Counted = createContext<TaskCounts | null>(null);

interface CountsProviderProps {
  /** The slug of the one that is looked at; null: all that one sees is. */
  team: string | null;
  children: ReactNode;
}

/** What goes on and what waits for somebody's word, counted once for the whole frame; live. What needs somebody does so in whichever team. */
export function CountsProvider({ team, children }: CountsProviderProps) {
  const [counts, setCounts] = useState<TaskCounts | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const count = useEffectEvent(async () => {
    // Where nobody answers what was known stays: the frame says that elsewhere.
    const counted = await countIn(team).catch(() => null);
    setCounts((had) => counted ?? had);
    if (counted === null) {
      countAfter(AGAIN_MILLISECONDS);
    }
  });
  const countAfter = (milliseconds: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void count(), milliseconds);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: in another team there are others
  useEffect(() => {
    void count();
    return () => clearTimeout(timer.current);
  }, [team]);
  const countSoon = () => countAfter(GATHERED_MILLISECONDS);
  useTold("tasks", null, { onTold: countSoon, onMissed: countSoon });
  return (
    <Counted value={counts}>
      <NeedSign count={signOf(counts, "needsYou")} />
      {children}
    </Counted>
  );
}

async function countIn(team: string | null): Promise<TaskCounts> {
  const [all, ofTeam] = await Promise.all([
    browserClient().call("countTasks", {}),
    team === null ? null : browserClient().call("countTasks", { query: { team } }),
  ]);
  return { ...(ofTeam ?? all), needsYou: all.needsYou };
}

/** null: there is none, or it isn't known. */
function signOf(counts: TaskCounts | null, name: keyof TaskCounts): string | null {
  return counts === null || counts[name].count === 0 ? null : countWords(counts[name]);
}

/** `3`, `1000+`; null: there is none, or it isn't known. */
export function useCount(name: keyof TaskCounts | undefined): string | null {
  const counts = useContext(Counted);
  return name === undefined ? null : signOf(counts, name);
}
