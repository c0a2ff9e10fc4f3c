import { json } from "../door/answer.ts";
import { Refusal } from "../door/refusal.ts";
import { refuseLongText } from "../issues/text-limits.ts";
import type { PullPlace } from "../pulls/pull-call.ts";
import { tellComment } from "../review-comments/tell-comment.ts";
import type { RepositoryCall } from "../route.ts";
import type { Review } from "../state/review.ts";
import { viewReview } from "../views/view-review.ts";
import { readReview } from "./find-review.ts";
import { refuseReview } from "./refuse-review.ts";
import { tellReview } from "./tell-review.ts";

export type ReviewEvent = "APPROVE" | "REQUEST_CHANGES" | "COMMENT";

const STATES = { APPROVE: "APPROVED", REQUEST_CHANGES: "CHANGES_REQUESTED", COMMENT: "COMMENTED" } as const;

export function answerSubmittedReview(call: RepositoryCall) {
  const { place, review } = readReview(call);
  const { event, body = review.body } = call.body as { event: ReviewEvent; body?: string };
  if (review.state !== "PENDING") {
    throw refuseReview("Can not submit a review that is submitted already");
  }
  refuseLongText("PullRequestReview", body);
  refuseEvent(place, { event, isEmpty: body === "" && commentsOf(place, review).length === 0 });
  review.body = body;
  submit(place, review, event);
  return json(200, viewReview(place, review));
}

/** Shows a review to everybody. Who submits one isn't asked for it any more. */
export function submit(place: PullPlace, review: Review, event: ReviewEvent): void {
  const { pull, world, issue } = place;
  Object.assign(review, { state: STATES[event], submittedAt: world.now() });
  issue.updatedAt = world.now();
  pull.requestedReviewers = pull.requestedReviewers.filter(({ id }) => id !== review.author.id);
  tellReview(place, review, { action: "submitted" });
  for (const comment of commentsOf(place, review)) {
    tellComment(place, comment, { action: "created" });
  }
}

/** Throws for an event that GitHub doesn't take of this person, or without a word. */
export function refuseEvent({ actor, issue }: PullPlace, { event, isEmpty }: { event: ReviewEvent; isEmpty: boolean }) {
  if (actor.id === issue.author.id && event !== "COMMENT") {
    const what = event === "APPROVE" ? "approve" : "request changes on";
    throw refuseReview(`Can not ${what} your own pull request`);
  }
  if (isEmpty && event !== "APPROVE") {
    throw refuseReview("Body can't be blank");
  }
  if (issue.isLocked && actor.type === "Bot") {
    throw new Refusal(403, "Unable to create comment because issue is locked.");
  }
}

function commentsOf({ pull }: PullPlace, { id }: Review) {
  return pull.reviewComments.filter(({ reviewId }) => reviewId === id);
}
