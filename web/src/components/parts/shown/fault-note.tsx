import Link from "next/link";
import type { Fault } from "../../../api/fault.ts";
import { placeOfWay } from "../../../words/place-of-way.ts";
import { sayWay } from "../../../words/say-way.ts";
import { visibleText } from "../../../words/visible-text.ts";
import { classNames } from "../class-names.ts";

interface FaultNoteProps {
  fault: Fault;
  /** The name of the one that it was about; null: of none, or it isn't known. */
  project?: string | null;
  className?: string;
}

/** What went wrong and what to do about it, where it went wrong. */
export function FaultNote({ fault, project = null, className }: FaultNoteProps) {
  const way = sayWay(fault.way);
  const place = placeOfWay(fault.way, project);
  return (
    <div
      role="alert"
      className={classNames("rounded-box border border-line border-l-2 border-l-bad bg-surface px-3 py-2", className)}
    >
      <p>{visibleText(fault.message)}</p>
      {way === null ? null : <p className="text-ink-2">{way}</p>}
      {place === null ? null : (
        <p>
          <Link href={place.href} className="text-accent underline">
            {visibleText(place.words)}
          </Link>
        </p>
      )}
      {fault.requestId === null ? null : <p className="font-mono text-xs text-ink-3">Request {fault.requestId}</p>}
    </div>
  );
}
