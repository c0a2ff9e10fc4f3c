import type { TestedCredential } from "../../../actions/agent-credentials.ts";
import { visibleText } from "../../../words/visible-text.ts";
import { StatusMark } from "../../parts/shown/status-mark.tsx";

export interface Tried extends TestedCredential {
  milliseconds: number;
}

const MARKS = { ok: "ok", rejected: "bad", unreachable: "asks" } as const;
const WORDS = { ok: "It works", rejected: "It is rejected", unreachable: "It couldn't be tried" };
const MAX_DETAIL = 500;

/** What its provider said to a key. */
export function TestedNote({ tried: { outcome, detail, milliseconds } }: { tried: Tried }) {
  return (
    <p role="status" className="flex items-start gap-2">
      <StatusMark mark={MARKS[outcome]} className="mt-1" />
      <span className="min-w-0 break-words">
        {WORDS[outcome]} <span className="text-ink-2">after {milliseconds} ms</span>
        {outcome === "ok" || detail === "" ? null : `: ${visibleText(detail.slice(0, MAX_DETAIL))}`}
      </span>
    </p>
  );
}
