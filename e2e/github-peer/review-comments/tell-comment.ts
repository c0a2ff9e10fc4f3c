import type { PullPlace } from "../pulls/pull-call.ts";
import type { Telling } from "../reviews/tell-review.ts";
import type { ReviewComment } from "../state/review.ts";
import { nodeId } from "../views/view-account.ts";
import { viewToldPull } from "../views/view-pull.ts";
import { viewReviewComment } from "../views/view-review.ts";
import { emit } from "../webhooks/emit.ts";
import { findThread } from "./threads.ts";

/** Tells the App of a comment on lines. */
export function tellComment(place: PullPlace, comment: ReviewComment, telling: Telling): void {
  const { action, ...more } = telling;
  const { world, repository, actor: sender } = place;
  const payload = { pull_request: viewToldPull(place), comment: viewReviewComment(place, comment), ...more };
  emit(world, { event: "pull_request_review_comment", action, repository, sender, payload });
}

/** Tells the App that a thread is done, or not done after all. */
export function tellThread(place: PullPlace, first: ReviewComment): void {
  const { world, repository, actor: sender, pull } = place;
  const comments = findThread(pull, first).map((comment) => viewReviewComment(place, comment));
  const payload = {
    pull_request: viewToldPull(place),
    thread: { node_id: nodeId("PullRequestReviewThread", first.id), comments },
  };
  const action = first.resolvedBy ? "resolved" : "unresolved";
  emit(world, { event: "pull_request_review_thread", action, repository, sender, payload });
}
