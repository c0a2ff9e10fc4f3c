/** What became of one check or test, or, under the title {@link OUTSIDE}, of a file beside its tests. */
export interface Outcome {
  /** Relative to the checkout; for what is no file of tests, the stage. */
  file: string;
  title: string;
  result: "passed" | "passed_again" | "failed" | "skipped";
  reason?: string;
}

/** A file that can't be loaded or put away, and errors that belong to none of its tests. */
export const OUTSIDE = "(outside of its tests)";

export function nameOutcome({ file, title }: Outcome): string {
  return `${file}: ${title}`;
}
