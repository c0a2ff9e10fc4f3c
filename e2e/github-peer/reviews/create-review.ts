import { type Answer, json } from "../door/answer.ts";
import { Refusal } from "../door/refusal.ts";
import { type FileChange, listChanges } from "../git/diff.ts";
import { findObject } from "../git/refs.ts";
import { refuseLongText } from "../issues/text-limits.ts";
import { type PullPlace, readPull } from "../pulls/pull-call.ts";
import type { RepositoryCall } from "../route.ts";
import type { Lines, Review, ReviewComment, Side } from "../state/review.ts";
import { viewReview } from "../views/view-review.ts";
import { findHunk } from "./find-hunk.ts";

interface WishedComment {
  path: string;
  body: string;
  line?: number;
  side?: Side;
  start_line?: number;
  position?: number;
}

interface Wish {
  commit_id?: string;
  body?: string;
  event?: "APPROVE" | "REQUEST_CHANGES" | "COMMENT";
  comments?: WishedComment[];
}

const STATES = { APPROVE: "APPROVED", REQUEST_CHANGES: "CHANGES_REQUESTED", COMMENT: "COMMENTED" } as const;

/** A review with its comments: all of it or, when one line isn't part of the diff, nothing. */
export async function answerNewReview(call: RepositoryCall): Promise<Answer> {
  const place = readPull(call);
  const { body = "", event, comments = [], commit_id: commitId = place.pull.headSha } = call.body as Wish;
  if (event === undefined || comments.some(({ position }) => position !== undefined)) {
    throw new Refusal(501, "Pending reviews and comments by position aren't built into the peer.");
  }
  refuseLongText("PullRequestReview", body);
  refuseReview(place, event, body === "" && comments.length === 0);
  const review: Review = {
    ...{ id: place.world.nextId(), author: place.actor, body, state: STATES[event], commitId },
    submittedAt: place.world.now(),
  };
  const changes = await readChanges(place, commitId);
  const made = comments.map((comment) => makeComment(place, { comment, review, changes }));
  place.pull.reviews.push(review);
  place.pull.reviewComments.push(...made);
  return json(200, viewReview(place, review));
}

function refuseReview({ actor, issue }: PullPlace, event: string, isEmpty: boolean): void {
  const isOwn = actor.id === issue.author.id;
  if (isOwn && event !== "COMMENT") {
    const what = event === "APPROVE" ? "approve" : "request changes on";
    throw refuse(`Can not ${what} your own pull request`);
  }
  if (isEmpty && event !== "APPROVE") {
    throw refuse("Body can't be blank");
  }
}

async function readChanges({ repository, pull }: PullPlace, commitId: string): Promise<FileChange[]> {
  if ((await findObject(repository.folder, commitId, "commit")) !== commitId) {
    throw refuse("The commit_id is not part of the pull request");
  }
  return listChanges(repository.folder, { base: pull.baseSha, head: commitId });
}

interface Making {
  comment: WishedComment;
  review: Review;
  changes: FileChange[];
}

function makeComment({ world }: PullPlace, { comment, review, changes }: Making): ReviewComment {
  const { path, body, line = 0, side = "RIGHT", start_line: startLine = null } = comment;
  const lines: Lines = { path, line, side, startLine };
  const patch = changes.find((change) => change.path === path)?.patch ?? "";
  const hunk = findHunk(patch, lines);
  if (hunk === null) {
    throw refuse(
      changes.some((change) => change.path === path) ? "Line could not be resolved" : "Path could not be resolved",
    );
  }
  const at = { createdAt: world.now(), updatedAt: world.now() };
  const { id: reviewId, author, commitId } = review;
  return {
    id: world.nextId(),
    author,
    body,
    ...lines,
    hunk,
    commitId,
    reviewId,
    inReplyTo: null,
    reactions: [],
    ...at,
  };
}

function refuse(message: string): Refusal {
  return new Refusal(422, "Unprocessable Entity", { body: { errors: [message] } });
}
