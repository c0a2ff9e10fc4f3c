"use client";

import { agoWords } from "../../../words/time-words.ts";
import { useNow } from "./use-now.ts";

/** How long ago something was, or in how long it will be; the exact time where somebody points at it. */
export function Moment({ at }: { at: string }) {
  const now = useNow(30_000);
  const date = new Date(at);
  const words = (seen: Date) => (date > seen ? `in ${agoWords(seen, date)}` : `${agoWords(date, seen)} ago`);
  return (
    <time dateTime={at} title={now === null ? undefined : date.toLocaleString()} className="whitespace-nowrap">
      {now === null ? at.slice(0, 16).replace("T", " ") : words(now)}
    </time>
  );
}
