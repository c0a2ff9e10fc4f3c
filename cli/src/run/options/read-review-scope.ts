import type { AskedWork } from "@catalyst/core";
import { CatalystError } from "@catalyst/core/apart";
import type { RunSource } from "../run-task-input.ts";

/** What is said of what a review is to be of. */
export interface ReviewScopeOptions {
  full?: boolean;
  only?: string;
}

const MAX_PATHS = 20;
const MAX_PATH_LENGTH = 1024;

/** What of a change is to be reviewed; undefined: what wasn't said before, wherever it is. Throws `invalid_input`. */
export function readReviewScope({ full, only }: ReviewScopeOptions, source: RunSource): AskedWork["options"]["review"] {
  if (full === undefined && only === undefined) {
    return undefined;
  }
  const isReview = source.kind === "review" || (source.kind === "subject" && source.work === "review");
  if (!isReview) {
    throw new CatalystError(
      "invalid_input",
      "Starting the task failed: --full and --only say what a review is to be of, and none is asked for. Give --review, or leave them out.",
    );
  }
  const paths = (only ?? "").split(",").flatMap((path) => (path.trim() === "" ? [] : [path.trim()]));
  const isOdd = paths.length > MAX_PATHS || paths.some((path) => path.length > MAX_PATH_LENGTH);
  if (isOdd || (only !== undefined && paths.length === 0)) {
    throw new CatalystError(
      "invalid_input",
      `Starting the task failed: --only takes up to ${MAX_PATHS} files or folders. For example: --only src,docs/guide.md`,
    );
  }
  return { isWhole: full === true, paths };
}
