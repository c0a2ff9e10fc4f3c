import type { Access } from "../../auth/access.ts";
import { addReply } from "../../review-comments/create-comment.ts";
import { tellThread } from "../../review-comments/tell-comment.ts";
import { holds } from "../../state/app.ts";
import type { Asking } from "../asking.ts";
import { needNode } from "../find-node.ts";
import { forbidden, speakGraphql, unresolved } from "../refusal.ts";
import { showReviewComment, showThread } from "../show/show-review.ts";
import { answerTo, type Input } from "./input.ts";

const SPEAKS: Access = { permissions: ["pull_requests"], level: "write", role: "read" };
const WRITES: Access = { ...SPEAKS, role: "write" };

type Wish = Input<{ threadId: string }>;

export function resolveReviewThread(wish: Wish, asking: Asking) {
  return change(wish, asking, true);
}

export function unresolveReviewThread(wish: Wish, asking: Asking) {
  return change(wish, asking, false);
}

async function change(wish: Wish, asking: Asking, isDone: boolean) {
  const { threadId } = wish.input;
  const found = await needNode(asking, threadId, { kinds: ["PullRequestReviewThread"], access: WRITES });
  // The permission for pull requests alone doesn't do, though nothing of the contents is touched.
  if (asking.caller.kind === "installation" && !holds(asking.caller.token.permissions, "contents", "write")) {
    throw forbidden();
  }
  const { comment: first, pull } = found;
  const place = { ...found.place, pull };
  if ((first.resolvedBy !== null) !== isDone) {
    first.resolvedBy = isDone ? place.actor : null;
    tellThread(place, first);
  }
  return answerTo(wish, { thread: showThread(asking, place, first) });
}

type Reply = Input<{ pullRequestReviewThreadId: string; pullRequestReviewId?: string | null; body: string }>;

export async function addPullRequestReviewThreadReply(wish: Reply, asking: Asking) {
  const { pullRequestReviewThreadId: id, body } = wish.input;
  const found = await needNode(asking, id, { kinds: ["PullRequestReviewThread"], access: SPEAKS });
  const place = { ...found.place, pull: found.pull };
  const comment = await speakGraphql(() => addReply(place, found.comment.id, body), unresolved(id).message);
  return answerTo(wish, { comment: showReviewComment(asking, place, comment) });
}
