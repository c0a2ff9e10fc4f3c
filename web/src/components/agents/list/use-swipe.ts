"use client";

import { type TouchEvent, useRef, useState } from "react";
import { drawnBy, isFar } from "./swipe.ts";

/** Lets a finger draw a row to the left, and does something where it was drawn far; null: a row stays where it is. */
export function useSwipe(onSwipe: (() => void) | null) {
  const from = useRef<{ x: number; y: number } | null>(null);
  /** A finger may be off before what it did is drawn. */
  const latest = useRef(0);
  const [drawn, setDrawn] = useState(0);
  const draw = (pixels: number) => {
    latest.current = pixels;
    setDrawn(pixels);
  };
  const end = (isDone: boolean) => {
    const isMeant = isDone && isFar(latest.current);
    from.current = null;
    draw(0);
    if (isMeant) {
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
        draw(drawnBy(from.current, { x: first.clientX, y: first.clientY }));
      }
    },
    onTouchEnd: () => end(true),
    onTouchCancel: () => end(false),
  };
  return { drawn, handlers: onSwipe === null ? {} : handlers };
}
