"use client";

import { useVirtualizer, type Virtualizer } from "@tanstack/react-virtual";
import { type RefObject, useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from "react";
import { startOfWindow, WINDOW_LINES } from "./start-of-window.ts";

const GUESSED_ROW_PIXELS = 32;
const DRAWN_AROUND = 12;
/** Whoever is as near to the end of the window gets the next one. */
const NEAR_LINES = 1000;

export interface LogWindow {
  rows: Virtualizer<HTMLDivElement, Element>;
  /** The line, counted from 0, of the first row. */
  start: number;
  /** Brings a line, counted from 0, to the middle. */
  show: (line: number) => void;
}

/**
 * Rows for a log of any length. Heights are kept of the lines around where somebody looks alone; above and below that, lines have the height
 * that is guessed of them. What is looked at stays in its place when the window moves.
 */
export function useLogWindow(count: number, scroller: RefObject<HTMLDivElement | null>): LogWindow {
  const [start, setStart] = useState(() => startOfWindow(count, count));
  const end = Math.min(count, start + WINDOW_LINES);
  const rows = useVirtualizer({
    count: end - start,
    getScrollElement: () => scroller.current,
    estimateSize: () => GUESSED_ROW_PIXELS,
    overscan: DRAWN_AROUND,
    getItemKey: (index) => start + index,
    paddingStart: start * GUESSED_ROW_PIXELS,
    paddingEnd: (count - end) * GUESSED_ROW_PIXELS,
    initialOffset: count * GUESSED_ROW_PIXELS,
  });
  const held = useRef<{ line: number; below: number } | null>(null);
  const wanted = useRef<number | null>(null);
  const look = useEffectEvent(() => {
    const { current } = scroller;
    if (current === null || count <= WINDOW_LINES) {
      return;
    }
    const place = { rows, start, end, count };
    const [first, last] = [current.scrollTop, current.scrollTop + current.clientHeight].map((at) => lineAt(at, place));
    const isNearStart = start > 0 && (first as number) < start + NEAR_LINES;
    const isNearEnd = end < count && (last as number) > end - NEAR_LINES;
    if (isNearStart || isNearEnd) {
      held.current = holdOf(current.scrollTop, place);
      setStart(startOfWindow((isNearStart ? first : last) as number, count));
    }
  });
  useEffect(() => {
    const { current } = scroller;
    const onScroll = () => look();
    current?.addEventListener("scroll", onScroll, { passive: true });
    return () => current?.removeEventListener("scroll", onScroll);
  }, [scroller]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: lines that came may be beyond the window
  useEffect(() => look(), [count]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it puts right what the move of the window moved
  useLayoutEffect(() => {
    const { current } = scroller;
    const item = held.current === null ? undefined : rows.measurementsCache[held.current.line - start];
    if (current !== null && held.current !== null && item !== undefined) {
      current.scrollTop = item.start + held.current.below;
    }
    if (wanted.current !== null) {
      rows.scrollToIndex(wanted.current - start, { align: "center" });
    }
    held.current = null;
    wanted.current = null;
  }, [start]);
  const show = (line: number) => {
    // Where the window would move at once it moves before: rows are numbered by it while they are gone to.
    const isWellWithin =
      (start === 0 || line >= start + 2 * NEAR_LINES) && (end === count || line < end - 2 * NEAR_LINES);
    if (isWellWithin && line < end) {
      rows.scrollToIndex(line - start, { align: "center" });
    } else {
      wanted.current = line;
      setStart(startOfWindow(line, count));
    }
  };
  return { rows, start, show };
}

interface Place {
  rows: Virtualizer<HTMLDivElement, Element>;
  start: number;
  end: number;
  count: number;
}

function lineAt(offset: number, { rows, start, end, count }: Place): number {
  const bottom = rows.getTotalSize() - (count - end) * GUESSED_ROW_PIXELS;
  if (offset < start * GUESSED_ROW_PIXELS) {
    return Math.floor(offset / GUESSED_ROW_PIXELS);
  }
  return offset > bottom
    ? end + Math.floor((offset - bottom) / GUESSED_ROW_PIXELS)
    : start + (rows.getVirtualItemForOffset(offset)?.index ?? 0);
}

/** The row that is uppermost, and how far it is scrolled; null: none of the window is looked at. */
function holdOf(offset: number, place: Place) {
  const line = lineAt(offset, place);
  const item = place.rows.measurementsCache[line - place.start];
  return item === undefined ? null : { line, below: offset - item.start };
}
