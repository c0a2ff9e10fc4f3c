import { actorOf } from "../auth/caller.ts";
import { json } from "../door/answer.ts";
import { paginate } from "../door/paginate.ts";
import type { PullPlace } from "../pulls/pull-call.ts";
import { readPull } from "../pulls/pull-call.ts";
import { readReview } from "../reviews/find-review.ts";
import { listPublished } from "../reviews/pending.ts";
import type { RepositoryCall } from "../route.ts";
import type { ReviewComment } from "../state/review.ts";
import { viewCommentOfReview, viewReviewComment } from "../views/view-review.ts";

interface Filter {
  since?: string;
  sort?: "created" | "updated" | "created_at";
  direction?: "asc" | "desc";
}

interface Listed {
  place: PullPlace;
  comment: ReviewComment;
}

/** Comments of all reviews of a pull request. */
export function answerCommentsOfPull(call: RepositoryCall) {
  const place = readPull(call);
  return answerList(
    call,
    listPublished(place.pull).map((comment) => ({ place, comment })),
  );
}

/** Of all pull requests: what a poller asks. */
export function answerComments(call: RepositoryCall) {
  const { world, repository, caller } = call;
  const actor = actorOf(world, caller);
  const all = repository.issues.flatMap((issue) => {
    const { pullRequest: pull } = issue;
    return pull
      ? listPublished(pull).map((comment) => ({ place: { world, repository, issue, actor, pull }, comment }))
      : [];
  });
  return answerList(call, all);
}

export function answerCommentsOfReview(call: RepositoryCall) {
  const { place, review } = readReview(call);
  const all = place.pull.reviewComments.filter(({ reviewId }) => reviewId === review.id);
  const { items, headers } = paginate(call, all);
  const views = items.map((comment) => viewCommentOfReview(place, comment));
  return json(200, views, headers);
}

function answerList(call: RepositoryCall, all: readonly Listed[]) {
  const { since, sort = "created", direction } = call.query as Filter;
  const order = direction === "desc" ? -1 : 1;
  const key = sort === "updated" ? "updatedAt" : "createdAt";
  const found = all
    .filter(({ comment }) => since === undefined || comment.updatedAt >= new Date(since))
    .sort(({ comment: one }, { comment: other }) => {
      return order * (one[key].getTime() - other[key].getTime() || one.id - other.id);
    });
  const { items, headers } = paginate(call, found);
  const views = items.map(({ place, comment }) => viewReviewComment(place, comment));
  return json(200, views, headers);
}
