import { json } from "../door/answer.ts";
import { notFound, Refusal } from "../door/refusal.ts";
import { refuseLongText } from "../issues/text-limits.ts";
import { type PullPlace, readPull } from "../pulls/pull-call.ts";
import { makeReview } from "../reviews/create-review.ts";
import { refuseEvent, submit } from "../reviews/submit-review.ts";
import type { RepositoryCall } from "../route.ts";
import type { Review, ReviewComment } from "../state/review.ts";
import { viewReviewComment } from "../views/view-review.ts";
import { makeComment, readChanges, type WishedComment } from "./make-comment.ts";

interface Wish extends WishedComment {
  commit_id: string;
  position?: number;
  in_reply_to?: number;
}

/** A comment alone: GitHub puts it into a review of its own without words. */
export async function answerNewComment(call: RepositoryCall) {
  const place = readPull(call);
  const { commit_id: commitId, position, in_reply_to: first, ...comment } = call.body as unknown as Wish;
  if (first !== undefined) {
    return json(201, viewReviewComment(place, addReply(place, first, comment.body)));
  }
  if (position !== undefined) {
    throw new Refusal(501, "Comments by position aren't built into the peer.");
  }
  const changes = await readChanges(place, commitId);
  const made = publish(place, comment.body, (review) => makeComment(place, { comment, review, changes }));
  return json(201, viewReviewComment(place, made));
}

export function answerReply(call: RepositoryCall) {
  const place = readPull(call);
  const reply = addReply(place, Number(call.path.comment_id), (call.body as { body: string }).body);
  return json(201, viewReviewComment(place, reply));
}

/** An answer in a thread, to its first comment: others can't be answered. */
export function addReply(place: PullPlace, id: number, body: string): ReviewComment {
  const first = place.pull.reviewComments.find((comment) => comment.id === id);
  if (!first || first.inReplyTo !== null) {
    throw notFound();
  }
  const { world, actor: author } = place;
  return publish(place, body, ({ id: reviewId }) => ({
    ...{ ...first, id: world.nextId(), author, body, reviewId, inReplyTo: first.id, resolvedBy: null },
    ...{ createdAt: world.now(), updatedAt: world.now(), reactions: [], edits: [], minimizedReason: null },
  }));
}

function publish(place: PullPlace, body: string, make: (review: Review) => ReviewComment): ReviewComment {
  refuseLongText("PullRequestReviewComment", body);
  refuseEvent(place, { event: "COMMENT", isEmpty: body === "" });
  const review = makeReview(place, { body: "", commitId: place.pull.headSha });
  const comment = make(review);
  place.pull.reviews.push(review);
  place.pull.reviewComments.push(comment);
  submit(place, review, "COMMENT");
  return comment;
}
