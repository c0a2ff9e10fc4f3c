"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { isTyping } from "./is-typing.ts";

const PLACES: Record<string, string> = {
  t: "/agent-tasks",
  n: "/needs-you",
  p: "/projects",
  u: "/usage",
  s: "/settings/agents",
};
const SECOND_KEY_MILLISECONDS = 1000;

/** Keys that work on every page: `C` begins a task, `G` and a letter goes somewhere. */
export function Shortcuts() {
  const router = useRouter();
  const goesAt = useRef(0);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (isTyping(event)) {
        return;
      }
      const isSecond = Date.now() - goesAt.current < SECOND_KEY_MILLISECONDS;
      const place = PLACES[event.key];
      goesAt.current = event.key === "g" ? Date.now() : 0;
      if (isSecond && place !== undefined) {
        router.push(place);
      } else if (event.key === "c") {
        router.push("/agent-tasks/new");
      }
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [router]);
  return null;
}
