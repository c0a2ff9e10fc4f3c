"use client";

import { useRouter } from "next/navigation";
import { type ComponentType, lazy, Suspense, useEffect, useRef, useState } from "react";
import { isTyping } from "./is-typing.ts";
import { LED_BY_KEY } from "./keys.ts";

const SECOND_KEY_MILLISECONDS = 1000;
/** By then the page that somebody came for is there. */
const LOADED_AFTER_MILLISECONDS = 1000;
/** Apart from what each page comes with, of which they would be a fifth. */
const CommandMenu = loadApart(async () => (await import("./command-menu.tsx")).CommandMenu);
const KeyMap = loadApart(async () => (await import("./key-map.tsx")).KeyMap);
const ALONE: Record<string, string> = { c: "/agent-tasks/new" };

/** Keys that work on every page: `C` begins a task, `G` and a letter goes somewhere, `?` shows them all, `Ctrl-K` finds anything. */
export function Shortcuts() {
  const router = useRouter();
  const goesAt = useRef(0);
  const [shown, setShown] = useState<"keys" | "menu" | null>(null);
  const [isLoaded, setIsLoaded] = useState(false);
  useEffect(() => {
    // Asked for before they are wanted, they appear at once.
    const timer = setTimeout(() => setIsLoaded(true), LOADED_AFTER_MILLISECONDS);
    return () => clearTimeout(timer);
  }, []);
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
  return isLoaded || shown !== null ? (
    <Suspense fallback={null}>
      <KeyMap isOpen={shown === "keys"} onOpenChange={close} />
      <CommandMenu isOpen={shown === "menu"} onClose={close} onKeys={() => setShown("keys")} />
    </Suspense>
  ) : null;
}

/** Also while somebody types: no text has this key. */
function asksForMenu({ key, metaKey, ctrlKey, altKey, shiftKey }: KeyboardEvent): boolean {
  return key.toLowerCase() === "k" && (metaKey || ctrlKey) && !altKey && !shiftKey;
}

/** A part that is asked for as it is first drawn; where nobody answers then, the page goes on without it. */
function loadApart<Props extends object>(load: () => Promise<ComponentType<Props>>) {
  return lazy(async (): Promise<{ default: ComponentType<Props> }> => {
    try {
      return { default: await load() };
    } catch {
      return { default: () => null };
    }
  });
}
