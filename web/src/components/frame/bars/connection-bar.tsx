"use client";

import type { ReactNode } from "react";
import { useConnection } from "../../../live/use-live.ts";
import { clockWords } from "../../../words/time-words.ts";
import { useNow } from "../../parts/time/use-now.ts";

/** A break is over most often before anybody would read of it. */
const SAID_AFTER_MILLISECONDS = 2000;

/** Says when what is shown may be old: over the page, which keeps its place. */
export function ConnectionBar() {
  const connection = useConnection();
  const now = useNow(1000);
  if (connection.kind === "refused") {
    return (
      <Bar>
        You were signed out.{" "}
        <a className="underline" href="/sign-in">
          Sign in again
        </a>
        ; what you typed is kept.
      </Bar>
    );
  }
  const away = connection.kind === "away" && now !== null ? now.getTime() - connection.since : 0;
  return away > SAID_AFTER_MILLISECONDS ? (
    <Bar>Reconnecting for {clockWords(away)}: what you see may be old.</Bar>
  ) : null;
}

function Bar({ children }: { children: ReactNode }) {
  return (
    <p
      role="status"
      className="fixed top-2 left-1/2 z-20 w-max max-w-[calc(100vw-24px)] -translate-x-1/2 rounded-control bg-asks px-3 py-1 text-bg shadow-lg"
    >
      {children}
    </p>
  );
}
