import { json, noContent } from "../door/answer.ts";
import { notByIntegration, notFound, Refusal } from "../door/refusal.ts";
import { editText } from "../issues/edit-text.ts";
import { hasRole } from "../issues/issue-call.ts";
import { react } from "../issues/reactions.ts";
import { refuseLongText } from "../issues/text-limits.ts";
import { findPullOf } from "../pulls/pull-call.ts";
import { listPublished } from "../reviews/pending.ts";
import type { RepositoryCall } from "../route.ts";
import { viewReviewComment } from "../views/view-review.ts";
import { tellComment } from "./tell-comment.ts";

export function answerComment(call: RepositoryCall) {
  const { place, comment } = findComment(call);
  return json(200, viewReviewComment(place, comment));
}

export function answerChangedComment(call: RepositoryCall) {
  const { place, comment } = findOwnComment(call);
  const { body } = call.body as { body: string };
  refuseLongText("PullRequestReviewComment", body);
  const from = comment.body;
  comment.body = body;
  editText(place.world, comment, place.actor);
  tellComment(place, comment, { action: "edited", changes: { body: { from } } });
  return json(200, viewReviewComment(place, comment));
}

export function answerDeletedComment(call: RepositoryCall) {
  const { place, comment } = findOwnComment(call);
  place.pull.reviewComments.splice(place.pull.reviewComments.indexOf(comment), 1);
  tellComment(place, comment, { action: "deleted" });
  return noContent();
}

export function answerReaction(call: RepositoryCall) {
  return react(call, findComment(call).comment);
}

function findComment(call: RepositoryCall) {
  const found = findPullOf(call, (pull) => listPublished(pull).find(({ id }) => id === call.path.comment_id));
  if (!found) {
    throw notFound();
  }
  return { place: found.place, comment: found.item };
}

/** Apps change what they wrote, and people who may push also what others wrote. */
function findOwnComment(call: RepositoryCall) {
  const found = findComment(call);
  const isOwn = found.comment.author.id === found.place.actor.id;
  if (!isOwn && call.caller.kind === "installation") {
    throw notByIntegration();
  }
  if (!isOwn && !hasRole(call, "write")) {
    throw new Refusal(403, "Must have admin rights to Repository.");
  }
  return found;
}
