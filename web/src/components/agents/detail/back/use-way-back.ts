"use client";

import { useRouter } from "next/navigation";
import { useKey } from "../../../frame/keys/use-key.ts";
import { stepsBack } from "./steps-back.ts";

/** `Esc` leads to the list: as it was left, filter and place, where that is where somebody came from. */
export function useWayBack(): void {
  const router = useRouter();
  useKey("Escape", () => {
    // A browser that tells nobody where it has been leads to all tasks.
    const visited = "navigation" in window ? window.navigation : null;
    const steps = visited === null ? null : stepsBack(visited.entries(), visited.currentEntry?.index ?? 0);
    if (steps === null) {
      router.push("/agent-tasks");
    } else {
      history.go(-steps);
    }
  });
}
