import type { Access } from "../../auth/access.ts";
import { readPullPlace } from "../../pulls/pull-call.ts";
import { setDraft } from "../../pulls/set-draft.ts";
import type { Asking } from "../asking.ts";
import { needNode } from "../find-node.ts";
import { unprocessable } from "../refusal.ts";
import { showPull } from "../show/show-pull.ts";
import { answerTo, type Input } from "./input.ts";

const WRITES: Access = { permissions: ["pull_requests"], level: "write", role: "write" };

type Wish = Input<{ pullRequestId: string }>;

export function convertPullRequestToDraft(wish: Wish, asking: Asking) {
  return change(wish, asking, true);
}

export function markPullRequestReadyForReview(wish: Wish, asking: Asking) {
  return change(wish, asking, false);
}

async function change(wish: Wish, asking: Asking, isDraft: boolean) {
  const { pullRequestId } = wish.input;
  const { place } = await needNode(asking, pullRequestId, { kinds: ["PullRequest"], access: WRITES });
  if (place.issue.state === "closed") {
    throw unprocessable("The pull request is closed");
  }
  setDraft(readPullPlace(place), isDraft);
  return answerTo(wish, { pullRequest: showPull(asking, place) });
}
