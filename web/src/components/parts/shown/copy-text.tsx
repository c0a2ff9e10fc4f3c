"use client";

import { Check } from "lucide-react";
import { useState } from "react";

const SHOWN_MILLISECONDS = 1500;

interface CopyTextProps {
  /** What is copied, or what makes it then: a page doesn't know its own address before a browser has it. */
  text: string | (() => string);
  shown: string;
  /** What it is: `the branch`. */
  label: string;
}

/** A word in a line that is copied by pressing it. Where a page may write nothing there, as over plain http, it is chosen by hand. */
export function CopyText({ text, shown, label }: CopyTextProps) {
  const [isCopied, setIsCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(typeof text === "string" ? text : text());
      setIsCopied(true);
      setTimeout(() => setIsCopied(false), SHOWN_MILLISECONDS);
    } catch {
      setIsCopied(false);
    }
  };
  return (
    <button
      type="button"
      title={isCopied ? "Copied" : `Copy ${label}`}
      aria-label={isCopied ? `Copied ${label}` : `Copy ${label}: ${shown}`}
      onClick={() => void copy()}
      className="select-text hover:text-ink hover:underline"
    >
      {shown}
      {isCopied ? <Check aria-hidden className="ml-1 inline size-3" /> : null}
    </button>
  );
}
