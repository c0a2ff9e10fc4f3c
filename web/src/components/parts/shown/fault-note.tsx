import type { Fault } from "../../../api/fault.ts";
import { sayWay } from "../../../words/say-way.ts";
import { visibleText } from "../../../words/visible-text.ts";
import { classNames } from "../class-names.ts";

/** What went wrong and what to do about it, where it went wrong. */
export function FaultNote({ fault, className }: { fault: Fault; className?: string }) {
  const way = sayWay(fault.way);
  return (
    <div
      role="alert"
      className={classNames("rounded-box border border-line border-l-2 border-l-bad bg-surface px-3 py-2", className)}
    >
      <p>{visibleText(fault.message)}</p>
      {way === null ? null : <p className="text-ink-2">{way}</p>}
      {fault.requestId === null ? null : <p className="font-mono text-xs text-ink-3">{fault.requestId}</p>}
    </div>
  );
}
