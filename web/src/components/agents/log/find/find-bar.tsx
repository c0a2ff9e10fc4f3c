"use client";

import { ChevronDown, ChevronUp, X } from "lucide-react";
import { type RefObject, useEffect, useState } from "react";
import { Button } from "../../../parts/form/button.tsx";
import { FaultNote } from "../../../parts/shown/fault-note.tsx";
import { type Found, KINDS, type Kind, useFind } from "./use-find.ts";

interface FindBarProps {
  executionId: string;
  fieldRef: RefObject<HTMLInputElement | null>;
  /** The line that is shown; null: none is. */
  onShow: (number: number | null) => void;
  onClose: () => void;
}

/** Finds a text in all of a log: a page's own search sees only the lines that are drawn. */
export function FindBar({ executionId, fieldRef, onShow, onClose }: FindBarProps) {
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const [kind, setKind] = useState<Kind>("everything");
  const found = useFind(executionId, text, kind);
  const { numbers, fault } = found;
  const shown = numbers[at] ?? null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: where to go is another line, not another function
  useEffect(() => onShow(shown), [shown]);
  const step = (by: 1 | -1) => setAt(numbers.length === 0 ? 0 : (at + by + numbers.length) % numbers.length);
  return (
    <search className="flex flex-wrap items-center gap-1.5 border-b border-line bg-surface px-5 py-1.5 max-sm:px-3.5">
      <input
        ref={fieldRef}
        // biome-ignore lint/a11y/noAutofocus: it was opened to be typed in
        autoFocus
        type="search"
        aria-label="Find in the log"
        placeholder="Find in the log"
        maxLength={200}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter") {
            event.preventDefault();
            step(event.shiftKey ? -1 : 1);
          } else if (event.key === "Escape") {
            event.stopPropagation();
            onClose();
          }
        }}
        className="h-7 w-56 min-w-0 rounded-control border border-line bg-bg px-2 max-sm:h-11 max-sm:flex-1"
      />
      <select
        aria-label="In what"
        value={kind}
        onChange={(event) => {
          setKind(event.target.value as Kind);
          setAt(0);
        }}
        className="h-7 rounded-control border border-line bg-bg px-1.5 max-sm:h-11"
      >
        {Object.keys(KINDS).map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
      <span role="status" className="min-w-24 text-xs text-ink-2">
        {text.trim() === "" ? "" : foundWords(found, at)}
      </span>
      <Button tone="quiet" aria-label="The one before" disabled={numbers.length === 0} onClick={() => step(-1)}>
        <ChevronUp aria-hidden className="size-4" />
      </Button>
      <Button tone="quiet" aria-label="The next" disabled={numbers.length === 0} onClick={() => step(1)}>
        <ChevronDown aria-hidden className="size-4" />
      </Button>
      <Button tone="quiet" aria-label="Close the search" onClick={onClose}>
        <X aria-hidden className="size-4" />
      </Button>
      {fault === null ? null : <FaultNote fault={fault} />}
    </search>
  );
}

function foundWords({ numbers, isWhole, isLooking }: Found, at: number): string {
  if (numbers.length === 0) {
    return isLooking ? "Looking …" : "Not found";
  }
  const many = `${numbers.length}${isWhole ? "" : "+"}`;
  return `${at + 1} of ${many}${isLooking ? " …" : ""}`;
}
