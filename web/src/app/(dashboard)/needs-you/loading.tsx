const ROWS = ["a", "b", "c", "d"];

/** Rows of their true height, for whoever waits longer than a moment. */
export default function Loading() {
  return (
    <div aria-busy className="animate-[appear_120ms_ease-out_150ms_both] pt-12">
      <span className="sr-only" role="status">
        Loading what needs you
      </span>
      {ROWS.map((row) => (
        <div key={row} aria-hidden className="flex h-11 items-center gap-4 border-b border-line px-5 max-sm:h-15">
          <span className="size-3 rounded-full bg-line" />
          <span className="h-3 w-10 rounded bg-line" />
          <span className="h-3 w-1/3 rounded bg-line" />
        </div>
      ))}
    </div>
  );
}
