import { readCommand } from "../command/read-command.ts";
import { threadOf } from "../decide/message-text.ts";
import type { Decided } from "./decided.ts";

/**
 * The thread about lines in which whoever asked waits for the answer, by the comment that began it. null: they asked elsewhere, as in a
 * review's own text.
 */
export function threadToAnswer({ signal, facts }: Pick<Decided, "signal" | "facts">): string | null {
  if (signal.kind === "code_commented") {
    return threadOf(signal.comment);
  }
  const { review, identity } = facts;
  if (signal.kind !== "reviewed" || review === null) {
    return null;
  }
  const mentions = identity.mentionNames;
  const asks = (text: string) => readCommand(text, { mentions }).kind !== "none";
  const asking = asks(review.text) ? undefined : review.comments.find(({ text }) => asks(text));
  return asking === undefined ? null : threadOf(asking);
}
