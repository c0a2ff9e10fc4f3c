import type { ReactNode } from "react";
import type { Mark } from "../../../tasks/mark-of.ts";
import { classNames } from "../class-names.ts";

const SHAPES: Record<Mark, { className: string; draw: ReactNode }> = {
  running: {
    className: "text-running",
    draw: (
      <>
        <circle cx="6" cy="6" r="4" fill="none" stroke="currentColor" strokeWidth="2" opacity="0.3" />
        <path
          d="M6 2a4 4 0 0 1 4 4"
          fill="none"
          stroke="currentColor"
          strokeWidth="2"
          className="origin-center animate-[spin_1.6s_linear_infinite]"
        />
      </>
    ),
  },
  waiting: {
    className: "text-running",
    draw: <circle cx="6" cy="6" r="4" fill="none" stroke="currentColor" strokeWidth="2" strokeDasharray="2 2" />,
  },
  asks: { className: "text-asks", draw: <path d="M6 1.5 11 10.5H1z" fill="currentColor" /> },
  ok: { className: "text-ok", draw: <circle cx="6" cy="6" r="5" fill="currentColor" /> },
  bad: { className: "text-bad", draw: <rect x="1.5" y="1.5" width="9" height="9" fill="currentColor" /> },
  off: { className: "text-off", draw: <rect x="1" y="5" width="10" height="2" fill="currentColor" /> },
};

/** A status as a colour and a shape. */
export function StatusMark({ mark, word, className }: { mark: Mark; word?: string; className?: string }) {
  const { className: colour, draw } = SHAPES[mark];
  return (
    <svg
      viewBox="0 0 12 12"
      className={classNames("size-3 shrink-0", colour, className)}
      role={word === undefined ? undefined : "img"}
      aria-label={word}
      aria-hidden={word === undefined}
    >
      {draw}
    </svg>
  );
}
