"use client";

import { type TouchEvent, useRef, useState } from "react";
import { drawnBy, isFar } from "./swipe.ts";

/** Lets a finger draw a row to the left, and does something where it was drawn far; null: a row stays where it is. */
export function useSwipe(onSwipe: (() => void) | null) {
  const from = useRef<{ x: number; y: number } | null>(null);
  const [drawn, setDrawn] = useState(0);
  const end = (isDone: boolean) => {
    from.current = null;
    setDrawn(0);
    if (isDone && isFar(drawn)) {
      onSwipe?.();
    }
  };
  const handlers = {
    onTouchStart({ touches }: TouchEvent) {
      const first = touches[0];
      from.current = first === undefined || touches.length > 1 ? null : { x: first.clientX, y: first.clientY };
    },
    onTouchMove({ touches }: TouchEvent) {
      const first = touches[0];
      if (from.current !== null && first !== undefined) {
        setDrawn(drawnBy(from.current, { x: first.clientX, y: first.clientY }));
      }
    },
    onTouchEnd: () => end(true),
    onTouchCancel: () => end(false),
  };
  return { drawn, handlers: onSwipe === null ? {} : handlers };
}
