import type { TaskResult } from "@catalyst/api";
import { showRevision } from "../../output/events/show-revision.ts";
import { shellQuote } from "../../output/words/shell-quote.ts";

export interface Compared {
  /** How git is called in the repository. */
  git: string;
  base: string | null;
  /** What it is called there. */
  head: string;
  result: Pick<TaskResult, "findings">;
}

/**
 * Shows what a result changes of its base. Of a history that isn't based on it, that is the difference between the two: git looks for
 * a common commit otherwise, and there may be none.
 */
export function diffCommand({ git, base, head, result }: Compared): string {
  const isUnrelated = result.findings.some(({ rule }) => rule === "unrelated_history");
  return `${git} diff ${shellQuote(showRevision(base ?? ""))}${isUnrelated ? ".." : "..."}${head}`;
}
