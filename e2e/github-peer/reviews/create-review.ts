import { type Answer, json } from "../door/answer.ts";
import { Refusal } from "../door/refusal.ts";
import { refuseLongText } from "../issues/text-limits.ts";
import { type PullPlace, readPull } from "../pulls/pull-call.ts";
import { makeComment, readChanges, type WishedComment } from "../review-comments/make-comment.ts";
import type { RepositoryCall } from "../route.ts";
import type { Review } from "../state/review.ts";
import { viewReview } from "../views/view-review.ts";
import { refuseReview } from "./refuse-review.ts";
import { type ReviewEvent, refuseEvent, submit } from "./submit-review.ts";

interface Wish {
  commit_id?: string;
  body?: string;
  event?: ReviewEvent;
  comments?: (WishedComment & { position?: number })[];
}

/** A review with its comments: all of it or, when one line isn't part of the diff, nothing. Without an event it waits. */
export async function answerNewReview(call: RepositoryCall): Promise<Answer> {
  const place = readPull(call);
  const { body = "", event, comments = [], commit_id: commitId = place.pull.headSha } = call.body as Wish;
  if (comments.some(({ position }) => position !== undefined)) {
    throw new Refusal(501, "Comments by position aren't built into the peer.");
  }
  refuseLongText("PullRequestReview", body);
  if (event === undefined) {
    refuseSecond(place);
  } else {
    refuseEvent(place, { event, isEmpty: body === "" && comments.length === 0 });
  }
  const review = makeReview(place, { body, commitId });
  const changes = await readChanges(place, commitId);
  const made = comments.map((comment) => makeComment(place, { comment, review, changes }));
  place.pull.reviews.push(review);
  place.pull.reviewComments.push(...made);
  if (event !== undefined) {
    submit(place, review, event);
  }
  return json(200, viewReview(place, review));
}

/** A review that waits for being submitted. */
export function makeReview({ world, actor: author }: PullPlace, wish: Pick<Review, "body" | "commitId">): Review {
  return { id: world.nextId(), author, state: "PENDING", submittedAt: null, minimizedReason: null, ...wish };
}

function refuseSecond({ pull, actor }: PullPlace): void {
  if (pull.reviews.some(({ state, author }) => state === "PENDING" && author.id === actor.id)) {
    throw refuseReview("User can only have one pending review per pull request");
  }
}
