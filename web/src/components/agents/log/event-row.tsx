import type { Event } from "@catalyst/api";
import { memo } from "react";
import type { Merged } from "../../../tasks/merge-looks.ts";
import { type Shown, shownOf } from "../../../tasks/told-event.ts";
import { clockWords } from "../../../words/time-words.ts";
import { visibleText } from "../../../words/visible-text.ts";
import { classNames } from "../../parts/class-names.ts";
import { AnsiText } from "../../parts/text/ansi-text.tsx";
import { Markdown } from "../../parts/text/markdown.tsx";
import { LineLink } from "./line-link.tsx";
import { MiniDiff } from "./mini-diff.tsx";

const SHORT_CHARACTERS = 120;

interface EventRowProps {
  event: Event;
  /** When the execution began. */
  startedAt: number;
  isNamed: boolean;
  /** How it stands among its neighbours. A line that somebody came for is shown for itself. */
  merged: Merged;
}

/** One event: when it was, by a clock that began with the execution, and what it was. */
export const EventRow = memo(function EventRow({ event, startedAt, isNamed, merged }: EventRowProps) {
  const shown = shownOf(event);
  if (shown === null || (merged.kind === "within" && !isNamed)) {
    return null;
  }
  const time = clockWords(new Date(event.at).getTime() - startedAt);
  return (
    <div
      className={classNames(
        "grid grid-cols-[62px_minmax(0,1fr)] px-5 py-1.5 max-sm:grid-cols-[44px_minmax(0,1fr)] max-sm:px-3.5",
        isNamed && "bg-accent-soft",
      )}
    >
      <LineLink number={event.number} label={`${time}, line ${event.number}`} title={new Date(event.at).toISOString()}>
        {time}
      </LineLink>
      <div className="min-w-0">
        {merged.kind === "first" && !isNamed ? <Looks does={merged.does} what={merged.what} /> : drawShown(shown)}
        {merged.kind === "repeated" ? <p className="text-ink-2">{merged.times} times in a row</p> : null}
      </div>
    </div>
  );
}, isSameRow);

/** What stands beside it changes as more comes: that is told anew, and is the same most often. */
function isSameRow(had: EventRowProps, now: EventRowProps): boolean {
  const isSame = had.event === now.event && had.startedAt === now.startedAt && had.isNamed === now.isNamed;
  return isSame && JSON.stringify(had.merged) === JSON.stringify(now.merged);
}

function Looks({ does, what }: { does: string; what: readonly string[] }) {
  const of = does === "Read" ? "files" : "times";
  return (
    <details>
      <summary className="text-ink-2">
        {does} {what.length} {of}
      </summary>
      <ul className="mt-1 font-mono text-xs text-ink-2">
        {what.map((one, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: it only ever grows at its end
          <li key={index} className="truncate">
            {visibleText(one)}
          </li>
        ))}
      </ul>
    </details>
  );
}

function drawShown(shown: Shown) {
  switch (shown.kind) {
    case "message":
      return <Markdown text={shown.text} />;
    case "thinking":
      return <Folded summary="Thinking" text={shown.text} isDim />;
    case "person":
      return <PersonSays text={shown.text} delivery={shown.delivery} />;
    case "call":
      return (
        <div className="rounded-control border border-line bg-surface px-2.5 py-1 font-mono text-xs">
          <p className="truncate" title={visibleText(shown.summary)}>
            <span className="text-ink-2">{visibleText(shown.tool)}</span> {visibleText(shown.summary)}
          </p>
          {shown.edit === null ? null : <MiniDiff edit={shown.edit} />}
        </div>
      );
    case "result":
      return <Folded summary={firstLine(shown.text)} text={shown.text} isBad={shown.isError} isDim />;
    case "log":
      return (
        <pre
          className={classNames(
            "font-mono text-xs break-words whitespace-pre-wrap",
            shown.stream === "system" && "text-ink-3",
          )}
        >
          <AnsiText text={shown.text} />
        </pre>
      );
    case "plan":
      return (
        <div className="rounded-box border border-line bg-surface p-3">
          <p className="mb-1 font-semibold">Plan</p>
          <Markdown text={shown.markdown} />
        </div>
      );
    case "step":
      return shown.detail === "" ? (
        <p className={shown.isBad ? "text-bad" : "text-ink-2"}>{visibleText(shown.text)}</p>
      ) : (
        <Folded summary={shown.text} text={shown.detail} isBad={shown.isBad} isOpen={shown.isBad} />
      );
  }
}

function PersonSays({ text, delivery }: { text: string; delivery: string }) {
  return (
    <div className="ml-auto w-fit max-w-[85%] rounded-box bg-accent-soft px-3 py-1.5">
      <p className="break-words whitespace-pre-wrap">{visibleText(text)}</p>
      <p className="text-xs text-ink-2">
        {delivery === "live" ? "read while it worked" : "read at the start of its turn"}
      </p>
    </div>
  );
}

interface FoldedProps {
  summary: string;
  text: string;
  isBad?: boolean;
  isDim?: boolean;
  isOpen?: boolean;
}

function Folded({ summary, text, isBad = false, isDim = false, isOpen = false }: FoldedProps) {
  return (
    <details open={isOpen}>
      <summary className={classNames("truncate", isBad ? "text-bad" : isDim && "text-ink-3")}>
        {visibleText(summary)}
      </summary>
      <pre className="mt-1 max-h-96 overflow-auto rounded-control border border-line bg-sunken p-2.5 font-mono text-xs break-words whitespace-pre-wrap">
        <AnsiText text={text} />
      </pre>
    </details>
  );
}

function firstLine(text: string): string {
  const line = text.trimStart().split("\n", 1)[0] ?? "";
  const plain = line.replaceAll(/\u001b\[[\d;]*[A-Za-z]/g, "");
  return plain.length > SHORT_CHARACTERS ? `${plain.slice(0, SHORT_CHARACTERS)}…` : plain || "(nothing)";
}
