import { json } from "../door/answer.ts";
import { Refusal } from "../door/refusal.ts";
import { refuseLongText } from "../issues/text-limits.ts";
import type { RepositoryCall } from "../route.ts";
import { viewReview } from "../views/view-review.ts";
import { readReview } from "./find-review.ts";
import { refuseReview } from "./refuse-review.ts";
import { tellReview } from "./tell-review.ts";

/** Changes what its author wrote. */
export function answerChangedReview(call: RepositoryCall) {
  const { place, review } = readReview(call);
  const { body } = call.body as { body: string };
  if (review.author.id !== place.actor.id) {
    throw new Refusal(403, "Must be the author of the review.");
  }
  refuseLongText("PullRequestReview", body);
  const from = review.body;
  review.body = body;
  if (review.state !== "PENDING") {
    tellReview(place, review, { action: "edited", changes: { body: { from } } });
  }
  return json(200, viewReview(place, review));
}

/** Only a review that waits can be deleted, with its comments. */
export function answerDeletedReview(call: RepositoryCall) {
  const { place, review } = readReview(call);
  if (review.state !== "PENDING") {
    throw refuseReview("Can not delete a non-pending pull request review");
  }
  const { pull } = place;
  pull.reviews.splice(pull.reviews.indexOf(review), 1);
  pull.reviewComments = pull.reviewComments.filter(({ reviewId }) => reviewId !== review.id);
  return json(200, viewReview(place, review));
}

export function answerDismissedReview(call: RepositoryCall) {
  const { place, review } = readReview(call);
  if (review.state !== "APPROVED" && review.state !== "CHANGES_REQUESTED") {
    throw refuseReview("Can not dismiss a commented pull request review");
  }
  review.state = "DISMISSED";
  tellReview(place, review, { action: "dismissed" });
  return json(200, viewReview(place, review));
}
