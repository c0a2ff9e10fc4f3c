"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { livePage } from "./live.ts";

/** Has the page made again, as soon as the server is there: once for all that happened while it was away. */
export function useRefresh(): () => void {
  const router = useRouter();
  const stop = useRef<() => void>(undefined);
  useEffect(() => () => stop.current?.(), []);
  return () => {
    const live = livePage();
    stop.current?.();
    if (live.connection().kind === "live") {
      router.refresh();
      return;
    }
    stop.current = live.watchConnection(() => {
      if (live.connection().kind === "live") {
        stop.current?.();
        router.refresh();
      }
    });
  };
}
