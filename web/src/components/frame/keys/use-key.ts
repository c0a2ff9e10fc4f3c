"use client";

import { useEffect, useEffectEvent } from "react";
import { isTyping } from "./is-typing.ts";

/** Does something at a key, as long as this is shown and nobody types or answers a question. */
export function useKey(key: string | RegExp, onKey: (event: KeyboardEvent) => void): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    const isMeant = typeof key === "string" ? event.key === key : key.test(event.key);
    if (isMeant && !event.defaultPrevented && !isTyping(event)) {
      onKey(event);
    }
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event);
    addEventListener("keydown", listen);
    return () => removeEventListener("keydown", listen);
  }, []);
}
