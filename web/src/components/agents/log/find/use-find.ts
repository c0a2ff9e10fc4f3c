"use client";

import { useEffect, useState } from "react";
import { browserClient } from "../../../../api/browser-client.ts";
import { type Fault, faultOf } from "../../../../api/fault.ts";

/** What somebody may look for alone, by the types of events. */
export const KINDS = {
  everything: [],
  "what was said": ["message", "user_message", "plan"],
  tools: ["tool_call", "tool_result"],
  output: ["log"],
  "steps and refusals": ["hook", "status", "note", "blocked", "blocked_more", "llm_error", "budget", "agent_ended"],
} as const;
export type Kind = keyof typeof KINDS;

const typesOf = (kind: Kind) => (KINDS[kind].length === 0 ? {} : { type: [...KINDS[kind]] });

const TYPED_MILLISECONDS = 250;
/** Nobody goes through more by hand: whoever has so many looks for something else. */
const MOST_FOUND = 5000;

export interface Found {
  /** Of the events in which it stands, in order, as far as they were looked for. */
  numbers: number[];
  /** The end of the log was reached. */
  isWhole: boolean;
  isLooking: boolean;
  fault: Fault | null;
}

const NOTHING: Found = { numbers: [], isWhole: true, isLooking: false, fault: null };

/** Where a text stands in an execution's log, of any length: the server looks through it a piece at a time. `kind`: a name of `KINDS`. */
export function useFind(executionId: string, text: string, kind: Kind): Found {
  const [found, setFound] = useState(NOTHING);
  useEffect(() => {
    if (text.trim() === "") {
      setFound(NOTHING);
      return;
    }
    const stop = new AbortController();
    const timer = setTimeout(
      () => void find({ executionId, text, kind, signal: stop.signal }, setFound),
      TYPED_MILLISECONDS,
    );
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [executionId, text, kind]);
  return found;
}

interface Wanted {
  executionId: string;
  text: string;
  kind: Kind;
  signal: AbortSignal;
}

async function find({ executionId, text, kind, signal }: Wanted, tell: (found: Found) => void): Promise<void> {
  const numbers: number[] = [];
  let after: number | null = 0;
  tell({ numbers, isWhole: false, isLooking: true, fault: null });
  try {
    while (after !== null && numbers.length < MOST_FOUND && !signal.aborted) {
      const asked = { params: { execution: executionId }, query: { q: text, after, ...typesOf(kind) } };
      const piece: { numbers: number[]; nextAfter: number | null } = await browserClient().call("findEvents", asked, {
        signal,
      });
      numbers.push(...piece.numbers);
      after = piece.nextAfter;
      if (!signal.aborted) {
        tell({ numbers: [...numbers], isWhole: after === null, isLooking: after !== null, fault: null });
      }
    }
    if (!signal.aborted) {
      tell({ numbers, isWhole: after === null, isLooking: false, fault: null });
    }
  } catch (error) {
    if (!signal.aborted) {
      tell({ numbers, isWhole: false, isLooking: false, fault: faultOf(error) });
    }
  }
}
