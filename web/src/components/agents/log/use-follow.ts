"use client";

import type { Virtualizer } from "@tanstack/react-virtual";
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";
import { useKey } from "../../frame/keys/use-key.ts";

const NEAR_PIXELS = 40;

interface UseFollowInput {
  count: number;
  scroller: RefObject<HTMLDivElement | null>;
  rows: Virtualizer<HTMLDivElement, Element>;
  /** Somebody came for a certain line. */
  isHeld: boolean;
}

interface Follow {
  isFollowing: boolean;
  /** How many came since somebody looked elsewhere. */
  unseen: number;
  followAgain: () => void;
  /** Somebody wants to see another place. */
  stay: () => void;
}

/** Stays at the end as long as nobody scrolls up, and goes on from there once they are back at it. */
export function useFollow({ count, scroller, rows, isHeld }: UseFollowInput): Follow {
  const [isFollowing, setIsFollowing] = useState(!isHeld);
  const [seen, setSeen] = useState(count);
  const lastTop = useRef(0);
  const height = rows.getTotalSize();
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows that came, or were measured, are why it moves
  useLayoutEffect(() => {
    if (isFollowing) {
      showEnd(scroller.current);
    }
  }, [isFollowing, count, height, scroller]);
  // What stands above and below it changes as a task ends, and takes room from it.
  useEffect(() => {
    const { current } = scroller;
    if (!isFollowing || current === null) {
      return;
    }
    const observer = new ResizeObserver(() => showEnd(current));
    observer.observe(current);
    return () => observer.disconnect();
  }, [isFollowing, scroller]);
  useEffect(() => {
    const { current } = scroller;
    const onScroll = () => {
      if (current === null) {
        return;
      }
      const { scrollTop, scrollHeight, clientHeight } = current;
      const isAtEnd = scrollHeight - scrollTop - clientHeight < NEAR_PIXELS;
      // Rows that turn out smaller than guessed move the end as well: only who goes up wants to stay.
      if (isAtEnd || scrollTop < lastTop.current - 1) {
        setIsFollowing(isAtEnd);
      }
      lastTop.current = scrollTop;
    };
    current?.addEventListener("scroll", onScroll, { passive: true });
    return () => current?.removeEventListener("scroll", onScroll);
  }, [scroller]);
  if (isFollowing && seen !== count) {
    setSeen(count);
  }
  const followAgain = () => {
    showEnd(scroller.current);
    setIsFollowing(true);
  };
  useKey("f", followAgain);
  return { isFollowing, unseen: count - seen, followAgain, stay: () => setIsFollowing(false) };
}

function showEnd(scroller: HTMLElement | null): void {
  if (scroller !== null) {
    scroller.scrollTop = scroller.scrollHeight;
  }
}
