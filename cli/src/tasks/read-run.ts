import { CatalystError } from "@catalyst/core/apart";

const MAX_RUN = 1_000_000;

/** Which run of a task is meant, counted from 1. Throws `invalid_input`. */
export function readRun(text: string, what: string): number {
  const run = /^\d{1,7}$/.test(text) ? Number(text) : 0;
  if (run < 1 || run > MAX_RUN) {
    throw new CatalystError(
      "invalid_input",
      `${what} failed: --run is "${text}". Give the number of a run, as catalyst tasks show has them.`,
    );
  }
  return run;
}
