"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import type { Result } from "../../../actions/result.ts";
import type { Fault } from "../../../api/fault.ts";

interface Act {
  isBusy: boolean;
  fault: Fault | null;
  /** Does it, and shows what came of it; `onDone` after it was done. */
  act: (action: () => Promise<Result<unknown>>, onDone?: () => void) => void;
}

/** Whether anything came of it isn't known. */
export const UNHEARD: Fault = {
  code: "unavailable",
  message: "Nobody answered. Nothing is known to have changed.",
  way: null,
  requestId: null,
};

/** What a button does: once at a time, and what it was refused with is shown beside it. */
export function useAct(): Act {
  const router = useRouter();
  const [isBusy, start] = useTransition();
  const [fault, setFault] = useState<Fault | null>(null);
  const act: Act["act"] = (action, onDone) =>
    start(async () => {
      const result = await action().catch(() => ({ ok: false, error: UNHEARD }) as const);
      setFault(result.ok ? null : result.error);
      if (result.ok) {
        onDone?.();
        router.refresh();
      }
    });
  return { isBusy, fault, act };
}
