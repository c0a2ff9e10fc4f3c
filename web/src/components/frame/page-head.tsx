import type { ReactNode } from "react";

/** The top of a page: what it is, and at the right what can be done. */
export function PageHead({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <header className="flex h-12 items-center justify-between gap-3 border-b border-line px-5 max-sm:h-15 max-sm:px-3.5">
      <h1 className="truncate text-base font-semibold">{title}</h1>
      <div className="flex items-center gap-2">{children}</div>
    </header>
  );
}
