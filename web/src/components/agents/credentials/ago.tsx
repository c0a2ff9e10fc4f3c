"use client";

import { agoWords } from "../../../words/time-words.ts";
import { useNow } from "../../parts/time/use-now.ts";

/** `used 3 h ago`; the time itself for whoever points at it. */
export function Ago({ at, word }: { at: string; word: string }) {
  const now = useNow(30_000);
  const then = new Date(at);
  return (
    <time dateTime={at} title={now === null ? undefined : then.toLocaleString()}>
      {now === null ? word : `${word} ${agoWords(then, now)} ago`}
    </time>
  );
}
