"use client";

import { useRouter } from "next/navigation";
import { useRef, useState, useTransition } from "react";
import type { Result } from "../../../actions/result.ts";
import { type Fault, isPassing } from "../../../api/fault.ts";
import { keptInTab, namedRequest } from "../../../kept/named-request.ts";

export interface Act {
  isBusy: boolean;
  fault: Fault | null;
  /** Does it, and shows what came of it; `onDone` after it was done. */
  act: <Value>(action: () => Promise<Result<Value>>, onDone?: (value: Value) => void) => void;
  /**
   * As `act`, for what isn't to be done twice: `asked` is all that it says. It is done under one `name` until it was done, however
   * often it is asked for, and not again while it is being done.
   */
  once: <Value>(
    asked: unknown,
    action: (name: string) => Promise<Result<Value>>,
    onDone?: (value: Value) => void,
  ) => void;
  /** What was refused isn't shown any more. */
  dismiss: () => void;
}

/** Whether anything came of it isn't known. */
export const UNHEARD: Fault = {
  code: "unavailable",
  message: "Nobody answered. Whether it was done isn't known.",
  way: null,
  requestId: null,
};

/**
 * What a button does: once at a time, and what it was refused with is shown beside it. `place`: what is typed is kept there over
 * reloads of the page, and the names of what is done once with it.
 */
export function useAct(place?: string): Act {
  const router = useRouter();
  const [isBusy, start] = useTransition();
  const [fault, setFault] = useState<Fault | null>(null);
  const [request] = useState(() => namedRequest(place === undefined ? undefined : keptInTab(place)));
  const isRunning = useRef(false);
  const run = async <Value>(action: () => Promise<Result<Value>>, onDone?: (value: Value) => void) => {
    const result = await action().catch(() => ({ ok: false, error: UNHEARD }) as const);
    setFault(result.ok ? null : result.error);
    if (result.ok) {
      onDone?.(result.value);
    }
    if (result.ok || !isPassing(result.error)) {
      // What was refused may be otherwise than it is shown.
      router.refresh();
    }
    return result;
  };
  const once: Act["once"] = (asked, action, onDone) => {
    if (isRunning.current) {
      return;
    }
    isRunning.current = true;
    start(async () => {
      const result = await run(() => action(request.nameOf(asked)), onDone);
      if (result.ok || result.error.code === "key_reused") {
        request.done();
      }
      isRunning.current = false;
    });
  };
  const act: Act["act"] = (action, onDone) => start(async () => void (await run(action, onDone)));
  return { isBusy, fault, act, once, dismiss: () => setFault(null) };
}
