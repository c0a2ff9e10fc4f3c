const STEP = 10_000;
/** As many lines as heights are kept of at once: with each that is measured, all of them are counted anew. */
export const WINDOW_LINES = 2 * STEP;

/** Where the window begins in whose middle this line is, both counted from 0; at the ends of the log it stands at them. */
export function startOfWindow(line: number, count: number): number {
  const last = Math.max(0, Math.ceil(count / STEP) * STEP - WINDOW_LINES);
  return Math.min(last, Math.max(0, Math.round((line - STEP) / STEP) * STEP));
}
