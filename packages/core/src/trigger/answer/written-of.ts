import type { Written } from "../../forge/reaction.ts";
import type { ReviewNow } from "../decide/facts.ts";
import type { Signal } from "../signal/signal.ts";

/** What of a signal somebody wrote, or put their wish on; null: nothing there takes a reaction, as a review's own text. */
export function writtenOf(signal: Signal, review: ReviewNow | null): Written | null {
  switch (signal.kind) {
    case "commented":
      return { kind: "comment", id: signal.comment.id };
    case "code_commented":
      return { kind: "code_comment", id: signal.comment.id };
    case "comment_edited":
      return { kind: signal.isOnCode ? "code_comment" : "comment", id: signal.comment.id };
    case "reviewed": {
      const [first] = review?.comments ?? [];
      return first === undefined ? null : { kind: "code_comment", id: first.id };
    }
    default:
      return { kind: "subject", number: signal.number };
  }
}
