import { notFound } from "../door/refusal.ts";
import { type PullPlace, readPull } from "../pulls/pull-call.ts";
import type { RepositoryCall } from "../route.ts";
import type { Review } from "../state/review.ts";
import { isShownTo } from "./pending.ts";

/** The review that the path names. */
export function readReview(call: RepositoryCall): { place: PullPlace; review: Review } {
  const place = readPull(call);
  const review = place.pull.reviews.find(({ id }) => id === call.path.review_id);
  if (!review || !isShownTo(review, place.actor)) {
    throw notFound();
  }
  return { place, review };
}
