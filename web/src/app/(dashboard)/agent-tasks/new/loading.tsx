/** The fields' places, for whoever waits longer than a moment. */
export default function Loading() {
  return (
    <div aria-busy className="flex max-w-3xl animate-[appear_120ms_ease-out_150ms_both] flex-col gap-4 p-5 pt-17">
      <span className="sr-only" role="status">
        Loading what there is to choose from
      </span>
      <span aria-hidden className="h-28 rounded-composer bg-line" />
      <span aria-hidden className="h-8 w-1/2 rounded-control bg-line" />
      <span aria-hidden className="h-24 rounded-box bg-line" />
    </div>
  );
}
