import type { TaskDetails } from "@catalyst/api";
import { useState } from "react";
import { askedOf } from "../../../tasks/asked-of.ts";
import { visibleText } from "../../../words/visible-text.ts";

/** What was asked for first, above what came of it: there once somebody wants to read it, as it may be long. */
export function Asked({ task }: { task: TaskDetails }) {
  const [isOpen, setIsOpen] = useState(false);
  const asked = askedOf(task);
  return asked === null ? null : (
    <details
      onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}
      className="border-b border-line px-5 py-1.5 text-ink-2 max-sm:px-3.5 max-sm:py-2"
    >
      <summary>What was asked for</summary>
      {isOpen ? (
        <p
          // biome-ignore lint/a11y/noNoninteractiveTabindex: who has no pointer scrolls it by keys
          tabIndex={0}
          className="mt-1.5 ml-auto max-h-60 w-fit max-w-[85%] overflow-y-auto rounded-box bg-accent-soft px-3 py-1.5 break-words whitespace-pre-wrap text-ink"
        >
          {visibleText(asked)}
        </p>
      ) : null}
    </details>
  );
}
