import { type ReactNode, useId } from "react";

interface SectionProps {
  title: string;
  /** What is to be known of it. */
  hint?: ReactNode;
  /** At the right: what can be done with all of it. */
  action?: ReactNode;
  children: ReactNode;
}

/** A part of a page, under a heading. */
export function Section({ title, hint, action, children }: SectionProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="flex flex-col gap-3">
      <div className="flex flex-wrap items-start justify-between gap-2">
        <div className="min-w-0 max-w-2xl">
          <h2 id={id} className="text-base font-semibold">
            {title}
          </h2>
          {hint === undefined ? null : <p className="text-ink-2">{hint}</p>}
        </div>
        {action}
      </div>
      {children}
    </section>
  );
}
