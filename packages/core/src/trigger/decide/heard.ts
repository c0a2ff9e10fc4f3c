import type { Command, NoCommand, UnknownCommand } from "../command/read-command.ts";
import type { Signal } from "../signal/signal.ts";

/** What a text asks of us. */
export type Heard = Command | NoCommand | UnknownCommand;

/** What somebody wrote with a signal; null: nothing was written. */
export function writtenIn(signal: Signal): string | null {
  switch (signal.kind) {
    case "opened":
    case "reviewed":
      return signal.text;
    case "commented":
    case "code_commented":
    case "comment_edited":
      return signal.comment.text;
    default:
      return null;
  }
}
