const ROWS = ["a", "b", "c", "d", "e"];

/** In the place of a list that isn't there after a moment. */
export function LoadingRows({ what }: { what: string }) {
  return (
    <div aria-busy className="animate-[appear_120ms_ease-out_150ms_both] pt-12">
      <span className="sr-only" role="status">
        Loading {what}
      </span>
      {ROWS.map((row) => (
        <div key={row} aria-hidden className="flex h-11 items-center gap-4 border-b border-line px-5">
          <span className="h-3 w-1/4 rounded bg-line" />
          <span className="h-3 w-1/3 rounded bg-line" />
        </div>
      ))}
    </div>
  );
}
