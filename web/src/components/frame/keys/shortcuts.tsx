"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { CommandMenu } from "./command-menu.tsx";
import { isTyping } from "./is-typing.ts";
import { KeyMap } from "./key-map.tsx";
import { LED_BY_KEY } from "./keys.ts";

const SECOND_KEY_MILLISECONDS = 1000;
const ALONE: Record<string, string> = { c: "/agent-tasks/new" };

/** Keys that work on every page: `C` begins a task, `G` and a letter goes somewhere, `?` shows them all, `Ctrl-K` finds anything. */
export function Shortcuts() {
  const router = useRouter();
  const goesAt = useRef(0);
  const [shown, setShown] = useState<"keys" | "menu" | null>(null);
  useEffect(() => {
    const go = (key: string) => {
      const isSecond = Date.now() - goesAt.current < SECOND_KEY_MILLISECONDS;
      const place = isSecond ? LED_BY_KEY[key] : ALONE[key];
      goesAt.current = key === "g" ? Date.now() : 0;
      if (place !== undefined) {
        router.push(place);
      } else if (key === "?") {
        setShown("keys");
      }
    };
    const onKey = (event: KeyboardEvent) => {
      if (asksForMenu(event)) {
        event.preventDefault();
        setShown((had) => (had === "menu" ? null : "menu"));
      } else if (!isTyping(event)) {
        go(event.key);
      }
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [router]);
  const close = () => setShown(null);
  return (
    <>
      <KeyMap isOpen={shown === "keys"} onOpenChange={close} />
      <CommandMenu isOpen={shown === "menu"} onClose={close} onKeys={() => setShown("keys")} />
    </>
  );
}

/** Also while somebody types: no text has this key. */
function asksForMenu({ key, metaKey, ctrlKey, altKey, shiftKey }: KeyboardEvent): boolean {
  return key.toLowerCase() === "k" && (metaKey || ctrlKey) && !altKey && !shiftKey;
}
