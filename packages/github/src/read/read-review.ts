import type { ReviewNow } from "@catalyst/core/trigger";
import { z } from "zod";
import type { TokenStep } from "../client/with-token.ts";

/** Of 30 each. */
const COMMENT_PAGES = 4;
const MAX_TEXT_LENGTH = 65_536;
const MAX_HUNK_LENGTH = 8_192;

const text = (length: number) =>
  z
    .string()
    .nullish()
    .transform((words) => (words ?? "").slice(0, length));

const Review = z.object({
  body: text(MAX_TEXT_LENGTH),
  state: z.string().toLowerCase(),
});

const Comment = z.object({
  id: z.int(),
  body: text(MAX_TEXT_LENGTH),
  in_reply_to_id: z.int().nullish(),
  path: z.string(),
  line: z.int().nullish(),
  original_line: z.int().nullish(),
  side: z.enum(["LEFT", "RIGHT"]).nullish(),
  diff_hunk: text(MAX_HUNK_LENGTH),
});

/** A review with the comments that began a thread. Throws `GitHubFault`. */
export async function readReview(
  { asker, repository }: TokenStep,
  { number, reviewId }: { number: number; reviewId: string },
): Promise<ReviewNow> {
  const at = {
    ...{ owner: repository.owner, repo: repository.name, pull_number: number, review_id: Number(reviewId) },
  };
  const review = await asker.ask("GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}", at, Review);
  const path = "GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}/comments";
  const { items } = await asker.list(path, { ...at, maxPages: COMMENT_PAGES }, Comment);
  return {
    // One that was dismissed since says as much as one that comments.
    verdict: review.state === "approved" || review.state === "changes_requested" ? review.state : "commented",
    text: review.body,
    comments: items.filter(({ in_reply_to_id }) => in_reply_to_id == null).map(commentOf),
  };
}

function commentOf({ id, body, path, line, original_line, side, diff_hunk }: z.output<typeof Comment>) {
  const place = { path, line: line ?? original_line ?? null, side: side ?? null, hunk: diff_hunk };
  return { id: String(id), text: body, replyTo: null, ...place };
}
