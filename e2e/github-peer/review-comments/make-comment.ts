import { type FileChange, listChanges } from "../git/diff.ts";
import { findObject } from "../git/refs.ts";
import type { PullPlace } from "../pulls/pull-call.ts";
import { refuseReview } from "../reviews/refuse-review.ts";
import type { Lines, Review, ReviewComment, Side } from "../state/review.ts";
import { findHunk } from "./find-hunk.ts";

export interface WishedComment {
  path: string;
  body: string;
  line?: number;
  side?: Side;
  start_line?: number;
  subject_type?: "line" | "file";
}

interface Making {
  comment: WishedComment;
  review: Review;
  changes: readonly FileChange[];
}

/** A comment on lines of the change, or on one of its files; throws for what isn't part of it. */
export function makeComment({ world }: PullPlace, { comment, review, changes }: Making): ReviewComment {
  const {
    path,
    body,
    line = 0,
    side = "RIGHT",
    start_line: startLine = null,
    subject_type: subject = "line",
  } = comment;
  const change = changes.find((each) => each.path === path);
  if (!change) {
    throw refuseReview("Path could not be resolved");
  }
  const lines: Lines = { path, line, side, startLine };
  const hunk = subject === "file" ? "" : findHunk(change.patch ?? "", lines);
  if (hunk === null) {
    throw refuseReview("Line could not be resolved");
  }
  return {
    ...{ id: world.nextId(), author: review.author, body, ...lines, subject, hunk, movedLine: line },
    ...{ commitId: review.commitId, reviewId: review.id, inReplyTo: null, resolvedBy: null },
    ...{ createdAt: world.now(), updatedAt: world.now(), reactions: [], edits: [], minimizedReason: null },
  };
}

/** What the commit changes against the base; throws for one that the repository hasn't. */
export async function readChanges({ repository, pull }: PullPlace, commitId: string): Promise<FileChange[]> {
  if ((await findObject(repository.folder, commitId, "commit")) !== commitId) {
    throw refuseReview("The commit_id is not part of the pull request");
  }
  return listChanges(repository.folder, { base: pull.baseSha, head: commitId });
}
