import { CatalystError } from "@catalyst/core";

/** What is said of a backup whose database can't be brought in. */
export function malformed(problem: string, cause?: unknown): CatalystError {
  return new CatalystError(
    "invalid_input",
    `Restoring failed: this backup can't be used: ${problem}. Nothing was changed.`,
    { cause },
  );
}
