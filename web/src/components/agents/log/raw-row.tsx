import type { Event } from "@catalyst/api";
import { memo } from "react";
import { rawOf } from "../../../tasks/raw-event.ts";
import { classNames } from "../../parts/class-names.ts";
import { AnsiText } from "../../parts/text/ansi-text.tsx";
import { LineLink } from "./line-link.tsx";

interface RawRowProps {
  event: Event;
  isNamed: boolean;
  isWrapped: boolean;
}

/** One event as it was stored: its kind, and all that it says. */
export const RawRow = memo(function RawRow({ event, isNamed, isWrapped }: RawRowProps) {
  return (
    <div
      className={classNames(
        "grid grid-cols-[72px_minmax(0,1fr)] px-5 font-mono text-xs leading-4.5 max-sm:grid-cols-[52px_minmax(0,1fr)] max-sm:px-3.5",
        isNamed && "bg-accent-soft",
      )}
    >
      <LineLink number={event.number} label={`line ${event.number}`}>
        {event.number}
      </LineLink>
      <pre className={classNames("min-w-0", isWrapped ? "break-words whitespace-pre-wrap" : "overflow-x-auto")}>
        <AnsiText text={rawOf(event)} />
      </pre>
    </div>
  );
});
