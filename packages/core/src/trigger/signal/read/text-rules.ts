import { z } from "zod";
import type { SignalBody } from "../signal.ts";
import { ForgeHunk, ForgeId, ForgeNumber, ForgeText, ForgeTime } from "./forge-data.ts";
import { type Rules, rule } from "./rule.ts";

const MAX_PATH_LENGTH = 4_096;

const Subject = z.object({ number: ForgeNumber });
const Comment = z.object({ id: ForgeId, body: ForgeText, created_at: ForgeTime });
const CodeComment = Comment.extend({
  in_reply_to_id: ForgeId.nullish(),
  pull_request_review_id: ForgeId.nullish(),
  path: z.string().max(MAX_PATH_LENGTH),
  line: z.int().positive().nullish(),
  side: z.enum(["LEFT", "RIGHT"]).nullish(),
  diff_hunk: ForgeHunk,
});
const Edited = Comment.extend({ updated_at: ForgeTime, user: z.object({ id: ForgeId }) });
const Changes = z.object({ body: z.object({ from: ForgeText }) });
const Review = z.object({
  id: ForgeId,
  body: ForgeText,
  submitted_at: ForgeTime,
  // In webhooks it is small, in lists it is in capitals.
  state: z
    .string()
    .max(50)
    .toLowerCase()
    .pipe(z.enum(["approved", "changes_requested", "commented"])),
});

/** What people write beside the first text of an issue or pull request. */
export const COMMENT_RULES: Rules = {
  created: rule(z.object({ issue: Subject, comment: Comment }), ({ issue: { number }, comment }) => ({
    ...{ kind: "commented", comment: { id: comment.id, text: comment.body } },
    ...{ number, at: comment.created_at },
  })),
  edited: rule(
    z.object({ issue: Subject, comment: Edited, changes: Changes }),
    ({ issue: { number }, comment, changes }) => ({ ...readEdit(comment, changes, { isOnCode: false }), number }),
  ),
};

export const CODE_COMMENT_RULES: Rules = {
  created: rule(z.object({ pull_request: Subject, comment: CodeComment }), ({ pull_request: { number }, comment }) => ({
    ...readCodeComment(comment),
    ...{ number, at: comment.created_at },
  })),
  edited: rule(
    z.object({ pull_request: Subject, comment: Edited, changes: Changes }),
    ({ pull_request: { number }, comment, changes }) => ({
      ...readEdit(comment, changes, { isOnCode: true }),
      number,
    }),
  ),
};

export const REVIEW_RULES: Rules = {
  submitted: rule(z.object({ pull_request: Subject, review: Review }), ({ pull_request: { number }, review }) => ({
    ...{ kind: "reviewed", reviewId: review.id, text: review.body, verdict: review.state },
    ...{ number, at: review.submitted_at },
  })),
};

function readEdit(
  { id, body, created_at, updated_at, user }: z.output<typeof Edited>,
  { body: { from } }: z.output<typeof Changes>,
  { isOnCode }: { isOnCode: boolean },
) {
  return {
    ...{ kind: "comment_edited" as const, comment: { id, text: body }, before: from, isOnCode },
    ...{ authorId: user.id, writtenAt: created_at, at: updated_at },
  };
}

/** A comment that is no answer is a part of a review, were it the only one. */
function readCodeComment(comment: z.output<typeof CodeComment>): SignalBody {
  const { id, body: text, in_reply_to_id, pull_request_review_id, path, line, side, diff_hunk: hunk } = comment;
  return in_reply_to_id == null && pull_request_review_id != null
    ? { kind: "reviewed", reviewId: pull_request_review_id, verdict: null, text }
    : {
        kind: "code_commented",
        comment: { id, text, replyTo: in_reply_to_id ?? null, path, line: line ?? null, side: side ?? null, hunk },
      };
}
