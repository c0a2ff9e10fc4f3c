import type { Account } from "./account.ts";
import type { Comment } from "./written.ts";

export type Side = "LEFT" | "RIGHT";

export interface Review {
  id: number;
  author: Account;
  body: string;
  state: "APPROVED" | "CHANGES_REQUESTED" | "COMMENTED";
  commitId: string;
  submittedAt: Date;
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
  commitId: string;
  /** The diff as far as the line. */
  hunk: string;
  reviewId: number;
  /** The first comment of its thread; null: it is the first. */
  inReplyTo: number | null;
}
