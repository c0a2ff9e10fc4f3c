import type { Issue } from "../state/issue.ts";
import type { Repository } from "../state/repository.ts";

const CLOSING = /\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+#(\d{1,9})\b/gi;

/** The issues that a pull request says it closes: its words count only where it goes into the default branch. */
export function listClosing({ issues, defaultBranch }: Repository, { pullRequest, body }: Issue): Issue[] {
  if (pullRequest?.base !== defaultBranch) {
    return [];
  }
  const numbers = new Set([...(body ?? "").matchAll(CLOSING)].map(([, number]) => Number(number)));
  return issues.filter((issue) => issue.pullRequest === null && numbers.has(issue.number));
}
