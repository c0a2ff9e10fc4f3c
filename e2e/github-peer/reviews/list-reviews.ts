import { json } from "../door/answer.ts";
import { paginate } from "../door/paginate.ts";
import { notFound } from "../door/refusal.ts";
import { refuseLongText } from "../issues/text-limits.ts";
import { readPull } from "../pulls/pull-call.ts";
import type { RepositoryCall } from "../route.ts";
import type { ReviewComment } from "../state/review.ts";
import { viewReview, viewReviewComment } from "../views/view-review.ts";

/** The oldest first. */
export function answerReviews(call: RepositoryCall) {
  const place = readPull(call);
  const { items, headers } = paginate(call, place.pull.reviews);
  const views = items.map((review) => viewReview(place, review));
  return json(200, views, headers);
}

/** Comments of all reviews of a pull request. */
export function answerReviewComments(call: RepositoryCall) {
  const place = readPull(call);
  const { items, headers } = paginate(call, place.pull.reviewComments);
  const views = items.map((comment) => viewReviewComment(place, comment));
  return json(200, views, headers);
}

/** An answer in a thread, to its first comment: others can't be answered. */
export function answerReply(call: RepositoryCall) {
  const place = readPull(call);
  const first = place.pull.reviewComments.find(({ id }) => id === call.path.comment_id);
  if (!first || first.inReplyTo !== null) {
    throw notFound();
  }
  const { body } = call.body as { body: string };
  refuseLongText("PullRequestReviewComment", body);
  const { world, actor: author } = place;
  const own = { id: world.nextId(), author, body, inReplyTo: first.id, reactions: [] };
  const reply: ReviewComment = { ...first, ...own, createdAt: world.now(), updatedAt: world.now() };
  place.pull.reviewComments.push(reply);
  return json(201, viewReviewComment(place, reply));
}
