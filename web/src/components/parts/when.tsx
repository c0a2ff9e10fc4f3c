"use client";

import { agoWords } from "../../words/time-words.ts";
import { useNow } from "./use-now.ts";

/** When something was, or will be, in a word; to the second for whoever points at it. */
export function When({ at }: { at: string }) {
  const now = useNow(30_000);
  const then = new Date(at);
  if (now === null) {
    return <time dateTime={at} />;
  }
  const words = then > now ? `in ${agoWords(now, then)}` : `${agoWords(then, now)} ago`;
  return (
    <time dateTime={at} title={then.toLocaleString()}>
      {words}
    </time>
  );
}
