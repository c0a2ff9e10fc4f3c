import type { ReactNode } from "react";

/** Where there is nothing to see: why, and what to do about it. */
export function Note({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="mx-auto flex max-w-xl flex-col gap-2 p-5 pt-16 text-ink-2">
      <h2 className="text-lg font-semibold text-ink">{title}</h2>
      {children}
    </div>
  );
}
