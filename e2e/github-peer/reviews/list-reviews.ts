import { json } from "../door/answer.ts";
import { paginate } from "../door/paginate.ts";
import { readPull } from "../pulls/pull-call.ts";
import type { RepositoryCall } from "../route.ts";
import { viewReview } from "../views/view-review.ts";
import { readReview } from "./find-review.ts";
import { isShownTo } from "./pending.ts";

/** The oldest first. */
export function answerReviews(call: RepositoryCall) {
  const place = readPull(call);
  const shown = place.pull.reviews.filter((review) => isShownTo(review, place.actor));
  const { items, headers } = paginate(call, shown);
  const views = items.map((review) => viewReview(place, review));
  return json(200, views, headers);
}

export function answerReview(call: RepositoryCall) {
  const { place, review } = readReview(call);
  return json(200, viewReview(place, review));
}
