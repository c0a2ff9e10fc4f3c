"use client";

import type { ReactNode } from "react";
import { hashOf, readLines } from "./use-named-lines.ts";

interface LineLinkProps {
  number: number;
  label: string;
  title?: string;
  children: ReactNode;
}

/** Names a line in the page's address; with Shift, all from the one that is named to it. */
export function LineLink({ number, label, title, children }: LineLinkProps) {
  return (
    <a
      href={`#L${number}`}
      aria-label={label}
      title={title}
      onClick={(event) => {
        if (event.shiftKey) {
          event.preventDefault();
          location.hash = hashOf(number, readLines(location.hash));
        }
      }}
      className="font-mono text-xs leading-5 text-ink-3 select-none hover:text-ink"
    >
      {children}
    </a>
  );
}
