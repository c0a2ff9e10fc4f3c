"use client";

import { agoWords } from "../../words/time-words.ts";
import { useNow } from "./use-now.ts";

/** How long ago something was; the exact time where somebody points at it. */
export function Moment({ at }: { at: string }) {
  const now = useNow(30_000);
  const date = new Date(at);
  return (
    <time dateTime={at} title={now === null ? undefined : date.toLocaleString()} className="whitespace-nowrap">
      {now === null ? at.slice(0, 16).replace("T", " ") : `${agoWords(date, now)} ago`}
    </time>
  );
}
