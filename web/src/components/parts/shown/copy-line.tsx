"use client";

import { Check, Copy } from "lucide-react";
import { useRef, useState } from "react";

const SHOWN_MILLISECONDS = 1500;

/** A line to be copied, such as a command. Where a page may not write it there, as over plain http, it is chosen: the keys copy it. */
export function CopyLine({ text }: { text: string }) {
  const [isCopied, setIsCopied] = useState(false);
  const line = useRef<HTMLElement>(null);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setIsCopied(true);
      setTimeout(() => setIsCopied(false), SHOWN_MILLISECONDS);
    } catch {
      line.current?.focus();
      getSelection()?.selectAllChildren(line.current as HTMLElement);
    }
  };
  const Icon = isCopied ? Check : Copy;
  return (
    <span className="mt-1.5 flex items-center gap-2 rounded-control border border-line bg-sunken px-2.5 py-1 font-mono text-xs text-ink">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse scrolls a long command by its keys. */}
      <code ref={line} tabIndex={0} className="min-w-0 flex-1 overflow-x-auto whitespace-pre">
        {text}
      </code>
      <button
        type="button"
        onClick={() => void copy()}
        aria-label={isCopied ? "Copied" : `Copy: ${text}`}
        className="p-1 text-ink-2 hover:text-ink"
      >
        <Icon aria-hidden className="size-3.5" />
      </button>
    </span>
  );
}
