import type { Access } from "../../auth/access.ts";
import type { Asking } from "../asking.ts";
import { needNode } from "../find-node.ts";
import { showFound } from "../show/show-found.ts";
import { answerTo, type Input } from "./input.ts";

const WRITES: Access = { permissions: ["issues", "pull_requests"], level: "write", role: "write" };
const KINDS = ["IssueComment", "PullRequestReviewComment", "PullRequestReview"] as const;

export function minimizeComment(wish: Input<{ subjectId: string; classifier: string }>, asking: Asking) {
  // GitHub shows the reason as a word of a sentence.
  return change(wish, asking, wish.input.classifier.toLowerCase().replace("_", "-"));
}

export async function unminimizeComment(wish: Input<{ subjectId: string }>, asking: Asking) {
  const { minimizedComment, clientMutationId } = await change(wish, asking, null);
  return { clientMutationId, unminimizedComment: minimizedComment };
}

async function change(wish: Input<{ subjectId: string }>, asking: Asking, reason: string | null) {
  const found = await needNode(asking, wish.input.subjectId, { kinds: KINDS, access: WRITES });
  const folded = found.kind === "PullRequestReview" ? found.review : found.comment;
  folded.minimizedReason = reason;
  return answerTo(wish, { minimizedComment: showFound(asking, found) });
}
