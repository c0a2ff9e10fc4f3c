"use client";

import type { Event, Execution } from "@catalyst/api";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, useState } from "react";
import { Button } from "../parts/form/button.tsx";
import { KeyCap } from "../parts/shown/key-cap.tsx";
import { EventRow } from "./log/event-row.tsx";
import { useFollow } from "./log/use-follow.ts";
import { useLog } from "./log/use-log.ts";

const GUESSED_ROW_PIXELS = 32;
const DRAWN_AROUND = 12;

interface ActivityLogProps {
  execution: Execution;
  newest: Event[];
}

/** AgentActivityLog: what an execution does, from its end; of any length, as only what is looked at is drawn. */
export function ActivityLog({ execution, newest }: ActivityLogProps) {
  const log = useLog({ executionId: execution.id, newest, isRunning: execution.endedAt === null });
  const scroller = useRef<HTMLDivElement>(null);
  const [named] = useState(namedLine);
  const rows = useVirtualizer({
    count: log.count,
    getScrollElement: () => scroller.current,
    estimateSize: () => GUESSED_ROW_PIXELS,
    overscan: DRAWN_AROUND,
    getItemKey: (index) => index,
    initialOffset: log.count * GUESSED_ROW_PIXELS,
  });
  const { isFollowing, unseen, followAgain } = useFollow({ count: log.count, scroller, rows, isHeld: named !== null });
  useEffect(() => {
    if (named !== null) {
      rows.scrollToIndex(named - 1, { align: "center" });
    }
  }, [named, rows]);
  const startedAt = new Date(execution.startedAt).getTime();
  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={scroller}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: who has no pointer scrolls it by keys
        tabIndex={0}
        role="log"
        aria-label="Activity"
        aria-live="off"
        className="h-full overflow-y-auto overscroll-contain py-2"
      >
        {log.count === 0 ? <p className="px-5 py-3 text-ink-2">Nothing has happened yet.</p> : null}
        <div className="relative" style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map(({ index, start }) => {
            const event = log.eventAt(index + 1);
            return (
              <div
                key={index}
                ref={rows.measureElement}
                data-index={index}
                id={`L${index + 1}`}
                className="absolute inset-x-0 top-0"
                style={{ transform: `translateY(${start}px)` }}
              >
                {event === undefined ? (
                  <div aria-hidden className="h-8" />
                ) : (
                  <EventRow event={event} startedAt={startedAt} isNamed={named === index + 1} />
                )}
              </div>
            );
          })}
        </div>
      </div>
      {isFollowing ? null : (
        <Button
          className="absolute right-5 bottom-3 rounded-full shadow-lg"
          aria-keyshortcuts="f"
          onClick={followAgain}
        >
          {unseen === 0 ? "To the end" : `${unseen} new`} ↓ <KeyCap>F</KeyCap>
        </Button>
      )}
    </div>
  );
}

/** The line that the address names: `#L1204`. */
function namedLine(): number | null {
  const found = typeof location === "undefined" ? null : /^#L(\d{1,9})$/.exec(location.hash);
  return found === null ? null : Number(found[1]);
}
