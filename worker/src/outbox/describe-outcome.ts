import { describeWarning, SpendingWarning } from "@catalyst/core";
import type { Notice, NotificationKind } from "@catalyst/core/notification";

const WORDS: Record<NotificationKind, string> = { done: "is done", needs_you: "needs you", failed: "failed" };

/** What became of a task, in words that follow its number. */
export function describeOutcome({ kind, change }: Pick<Notice, "kind" | "change">): string {
  if (kind === null) {
    return "changed";
  }
  const warning = SpendingWarning.safeParse(change?.body).data;
  return warning === undefined ? WORDS[kind] : `${WORDS[kind]}, as ${describeWarning(warning)}`;
}
