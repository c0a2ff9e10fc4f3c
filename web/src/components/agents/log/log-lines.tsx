"use client";

import type { Event, Execution } from "@catalyst/api";
import { useEffect, useRef, useState } from "react";
import { mergeLooks } from "../../../tasks/merge-looks.ts";
import { Button } from "../../parts/form/button.tsx";
import { KeyCap } from "../../parts/shown/key-cap.tsx";
import { EventRow } from "./event-row.tsx";
import { RawRow } from "./raw-row.tsx";
import { useFollow } from "./use-follow.ts";
import { type Log, useLog } from "./use-log.ts";
import { type NamedLines, useNamedLines } from "./use-named-lines.ts";
import { useLogWindow } from "./window/use-log-window.ts";

interface LogLinesProps {
  execution: Execution;
  newest: Event[];
  /** The line that a search is at; null: none is. */
  foundLine: number | null;
  /** As they were stored; null: as people read them. */
  raw: { isWrapped: boolean } | null;
}

/** The lines of a log of any length: only what is looked at is drawn. */
export function LogLines({ execution, newest, foundLine, raw }: LogLinesProps) {
  const log = useLog({ executionId: execution.id, newest, isRunning: execution.endedAt === null });
  const scroller = useRef<HTMLDivElement>(null);
  const named = useNamedLines();
  const [wasNamed] = useState(named !== null);
  const { rows, start, show } = useLogWindow(log.count, scroller);
  const { isFollowing, unseen, followAgain, stay } = useFollow({ count: log.count, scroller, rows, isHeld: wasNamed });
  const wanted = foundLine ?? named?.from ?? null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: it goes to a line once, not whenever something is drawn
  useEffect(() => {
    if (wanted !== null) {
      stay();
      show(wanted - 1);
    }
  }, [wanted]);
  const startedAt = new Date(execution.startedAt).getTime();
  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={scroller}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: who has no pointer scrolls it by keys
        tabIndex={0}
        role="log"
        aria-label={raw === null ? "Activity" : "Raw log"}
        aria-live="off"
        className="h-full overflow-y-auto overscroll-contain py-2"
      >
        {log.count === 0 ? <p className="px-5 py-3 text-ink-2">Nothing has happened yet.</p> : null}
        <div className="relative" style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map(({ index, start: top }) => {
            const line = start + index + 1;
            return (
              <div
                key={line}
                ref={rows.measureElement}
                data-index={index}
                id={`L${line}`}
                className="absolute inset-x-0 top-0"
                style={{ transform: `translateY(${top}px)` }}
              >
                <Line {...{ line, eventAt: log.eventAt, startedAt, raw }} isNamed={isAt(line, { named, foundLine })} />
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

function isAt(line: number, { named, foundLine }: { named: NamedLines | null; foundLine: number | null }): boolean {
  return foundLine === null ? named !== null && line >= named.from && line <= named.to : line === foundLine;
}

interface LineProps extends Pick<LogLinesProps, "raw"> {
  line: number;
  eventAt: Log["eventAt"];
  startedAt: number;
  isNamed: boolean;
}

function Line({ line, eventAt, startedAt, raw, isNamed }: LineProps) {
  const event = eventAt(line);
  if (event === undefined) {
    return <div aria-hidden className="h-8" />;
  }
  return raw === null ? (
    <EventRow {...{ event, startedAt, isNamed }} merged={mergeLooks(line, eventAt)} />
  ) : (
    <RawRow event={event} isNamed={isNamed} isWrapped={raw.isWrapped} />
  );
}
