import type { Signal, SignalReviewer } from "../signal/signal.ts";

/** By what a trigger is known for ever. */
export interface TriggerKey {
  key: string;
  /** It is made of a time, as the forge's list hadn't the event: the event's own number may come later. */
  isFallback: boolean;
}

/**
 * The key of what a signal means, of the forge's own numbers, so that a webhook, the same sent again, a second hook and a poll
 * have one. An issue or pull request is known by its repository's number and its own in it: of a pull request the forge has two,
 * and tells now the one, now the other.
 */
export function triggerKey(host: string, signal: Signal): TriggerKey {
  const { key, isFallback } = keyOf(signal);
  return { key: `${host}/${key}`, isFallback };
}

/** Whom or what an event concerns, as it is told in requests and in the forge's list alike. null: nothing beside the subject. */
export function targetOf(signal: Signal): string | null {
  switch (signal.kind) {
    case "assigned":
    case "unassigned":
      return signal.account?.id ?? null;
    case "labeled":
    case "unlabeled":
      return signal.label.toLowerCase();
    case "review_requested":
    case "review_request_removed":
      return nameReviewer(signal.reviewer);
    default:
      return null;
  }
}

function keyOf(signal: Signal): TriggerKey {
  const subject = `${signal.repository.id}#${signal.number}`;
  switch (signal.kind) {
    case "opened":
    case "gone":
    case "moved":
      return { key: `${signal.kind}:${subject}`, isFallback: false };
    case "closed":
      return { key: `closed:${subject}:${signal.at.toISOString()}`, isFallback: false };
    case "commented":
      return { key: `comment:${signal.comment.id}`, isFallback: false };
    case "code_commented":
      return { key: `rcomment:${signal.comment.id}`, isFallback: false };
    case "comment_edited":
      return { key: `edited:${signal.isOnCode ? "r" : ""}comment:${signal.comment.id}`, isFallback: false };
    // Several who check one commit are one round, and a commit that is told of twice is one.
    case "checks_failed":
    case "head_changed":
      return { key: `${signal.kind}:${subject}:${signal.head}`, isFallback: false };
    case "reviewed":
      return { key: `review:${signal.reviewId}`, isFallback: false };
    default:
      return signal.eventId === null
        ? { key: `${signal.kind}:${subject}:${targetOf(signal)}:${signal.at.toISOString()}`, isFallback: true }
        : { key: `event:${signal.eventId}`, isFallback: false };
  }
}

function nameReviewer(reviewer: SignalReviewer): string {
  return reviewer.kind === "team" ? `team ${reviewer.id}` : reviewer.account.id;
}
