"use client";

import { createContext, type ReactNode, useContext, useEffect, useEffectEvent, useRef, useState } from "react";
import { browserClient } from "../../../api/browser-client.ts";
import { useTold } from "../../../live/use-live.ts";
import { queryOf } from "../../../tasks/task-filter.ts";
import { NeedSign } from "./need-sign.tsx";

/** Many changes come at once: it is counted once. */
const GATHERED_MILLISECONDS = 500;
const MOST = 99;

interface Counts {
  running: Count;
  needsYou: Count;
}

/** null: it isn't known yet. */
type Count = { number: number; isMore: boolean } | null;

const UNKNOWN: Counts = { running: null, needsYou: null };
const Counted = createContext<Counts>(UNKNOWN);

/** What goes on and what waits for somebody's word, counted once for the whole frame; live. */
export function CountsProvider({ children }: { children: ReactNode }) {
  const [counts, setCounts] = useState(UNKNOWN);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const count = useEffectEvent(async () => {
    const [needsYou, running] = await Promise.all([countOf("needs"), countOf("running")]);
    setCounts((had) => ({ needsYou: needsYou ?? had.needsYou, running: running ?? had.running }));
  });
  useEffect(() => {
    void count();
    return () => clearTimeout(timer.current);
  }, []);
  const countSoon = () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void count(), GATHERED_MILLISECONDS);
  };
  useTold("tasks", null, { onTold: countSoon, onMissed: countSoon });
  return (
    <Counted value={counts}>
      <NeedSign count={countWords(counts.needsYou)} />
      {children}
    </Counted>
  );
}

/** null where nobody answers: the frame says that elsewhere. */
async function countOf(show: "needs" | "running"): Promise<Count> {
  const query = { ...queryOf({ show, q: "", repo: "" }), limit: MOST };
  const page = await browserClient()
    .call("listTasks", { query })
    .catch(() => null);
  return page && { number: page.data.length, isMore: page.nextCursor !== null };
}

/** `3`, `99+`; null: none, or it isn't known. */
function countWords(count: Count): string | null {
  return count === null || count.number === 0 ? null : `${count.number}${count.isMore ? "+" : ""}`;
}

export function useCount(name: keyof Counts | undefined): string | null {
  const counts = useContext(Counted);
  return name === undefined ? null : countWords(counts[name]);
}
