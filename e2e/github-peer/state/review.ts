import type { Account } from "./account.ts";
import type { Comment } from "./written.ts";

export type Side = "LEFT" | "RIGHT";

export interface Review {
  id: number;
  author: Account;
  body: string;
  state: "APPROVED" | "CHANGES_REQUESTED" | "COMMENTED" | "DISMISSED" | "PENDING";
  commitId: string;
  /** null: it waits for its author, and nobody else sees it. */
  submittedAt: Date | null;
  /** Why it is folded away; null: it isn't. */
  minimizedReason: string | null;
}

/** Lines of a file as the change has them: the old ones on the left, the new ones on the right. */
export interface Lines {
  path: string;
  line: number;
  side: Side;
  /** null: one line. */
  startLine: number | null;
}

export interface ReviewComment extends Comment, Lines {
  /** The file as a whole has no lines. */
  subject: "line" | "file";
  commitId: string;
  /** Where the lines are since the head moved; null: what they were is changed, the comment is outdated. */
  movedLine: number | null;
  /** The diff as far as the line. */
  hunk: string;
  reviewId: number;
  /** The first comment of its thread; null: it is the first. */
  inReplyTo: number | null;
  /** Who said that the thread is done, on its first comment. */
  resolvedBy: Account | null;
}
