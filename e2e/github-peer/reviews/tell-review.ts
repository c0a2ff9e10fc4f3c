import type { PullPlace } from "../pulls/pull-call.ts";
import type { Review } from "../state/review.ts";
import { viewToldPull } from "../views/view-pull.ts";
import { viewReview } from "../views/view-review.ts";
import { emit } from "../webhooks/emit.ts";

/** What happened, and what the text was before. */
export interface Telling {
  action: string;
  changes?: { body: { from: string } };
}

/** Tells the App of a review. The webhook writes its state small and an empty text as none. */
export function tellReview(place: PullPlace, review: Review, telling: Telling): void {
  const { action, ...more } = telling;
  const { world, repository, actor: sender } = place;
  const { body, state, ...rest } = viewReview(place, review);
  const view = { ...rest, body: body === "" ? null : body, state: state.toLowerCase() };
  const payload = { pull_request: viewToldPull(place), review: view, ...more };
  emit(world, { event: "pull_request_review", action, repository, sender, payload });
}
