const ROWS = ["a", "b", "c"];

/** Rows of their true height, for whoever waits longer than a moment. */
export default function Loading() {
  return (
    <div aria-busy className="animate-[appear_120ms_ease-out_150ms_both] pt-22">
      <span className="sr-only" role="status">
        Loading keys
      </span>
      {ROWS.map((row) => (
        <div key={row} aria-hidden className="flex h-16 items-center gap-4 border-b border-line px-5">
          <span className="size-5 rounded bg-line" />
          <span className="h-3 w-1/4 rounded bg-line" />
        </div>
      ))}
    </div>
  );
}
