import type { MovedWish } from "./moved-wish.ts";

/** An account as the forge shows it. `other`: neither a person nor a bot, as an organization or somebody who was imported. */
export interface SignalAccount {
  /** The forge's own number: names change hands. */
  id: string;
  login: string;
  kind: "person" | "bot" | "other";
}

export interface SignalRepository {
  id: string;
  owner: string;
  name: string;
  isArchived: boolean;
  /** Few may read it; absent: it isn't known. */
  isPrivate?: boolean;
}

interface SignalComment {
  id: string;
  /** As long as the forge lets one be. */
  text: string;
}

/** A comment on lines of a pull request. */
export interface SignalCodeComment extends SignalComment {
  /** The comment that began the thread; null: this one did. */
  replyTo: string | null;
  path: string;
  /** null: it is about the file, or about lines that are not in the newest commit. */
  line: number | null;
  side: "LEFT" | "RIGHT" | null;
  /** What it stands at, from the diff; cut. */
  hunk: string;
}

export type ReviewVerdict = "approved" | "changes_requested" | "commented";

export type SignalReviewer = { kind: "account"; account: SignalAccount } | { kind: "team"; id: string };

/** What happened. `eventId`: the forge's number of it; it and an account are null where only the forge's list of events tells. */
export type SignalBody =
  | { kind: "assigned" | "unassigned"; account: SignalAccount | null; eventId: string | null }
  /**
   * Events know labels by their names: there `labelId` is absent. `firstName`: what the label was called when it first asked for work, where
   * it is called otherwise by now.
   */
  | { kind: "labeled" | "unlabeled"; label: string; labelId?: string; firstName?: string; eventId: string | null }
  | { kind: "review_requested" | "review_request_removed"; reviewer: SignalReviewer; eventId: string | null }
  /** `readyHead`: the commit of a pull request that is no draft; absent: it is none, or the forge doesn't say. */
  | { kind: "opened"; text: string; readyHead?: string }
  | { kind: "commented"; comment: SignalComment }
  /** An answer in a thread. What begins one is a part of a review. */
  | { kind: "code_commented"; comment: SignalCodeComment }
  /** Somebody changed a comment. `before`: what it said until then; `writtenAt`: when it was written first. */
  | {
      kind: "comment_edited";
      comment: SignalComment;
      before: string;
      authorId: string;
      writtenAt: Date;
      isOnCode: boolean;
    }
  /** A review, or a comment that is a part of it, which the forge tells of as well: `verdict` null. All of it is asked for. */
  | { kind: "reviewed"; reviewId: string; verdict: ReviewVerdict | null; text: string }
  /** A check of a pull request's commit failed; which, is asked for. `pulls`: all that have the commit, where they are several. */
  | { kind: "checks_failed"; head: string; pulls?: readonly { number: number; branch: string | null }[] }
  /**
   * A pull request is at another commit, or is to be looked at from now on. `branch`: where that commit is, in the same repository or not; absent: it isn't said.
   * `isOfTask`: it is one that a task proposed.
   */
  | { kind: "head_changed"; head: string; isReady: boolean; branch?: string; isOfTask?: true }
  | { kind: "closed"; isMerged: boolean }
  /** It was deleted, or (`movedTo`, as `owner/name#7`) is in another repository by now: `to`, where the forge says all of that. */
  | { kind: "gone"; movedTo?: string; to?: MovedTo }
  /** It came here from another repository, where somebody had asked for work on it. The actor is whoever that was. */
  | { kind: "moved"; wish: MovedWish };

interface MovedTo {
  repository: SignalRepository;
  number: number;
}

/** What a delivery or a poll's find is read into: that something happened on an issue or pull request, and who did it. */
export type Signal = SignalBody & {
  repository: SignalRepository;
  /** Of the issue or pull request. What else counts of it is asked for anew. */
  number: number;
  actor: SignalAccount;
  at: Date;
};

export type SignalKind = Signal["kind"];
export type SignalOf<Kind extends SignalKind> = Signal & { kind: Kind };

/** Why nothing can come of a delivery, whoever sent it. */
export type NoSignalReason =
  /** There is no rule for it. */
  | "no_rule"
  /** It lacks what it is read by, or has something else in its place. */
  | "unreadable"
  /** It doesn't say who did it, or whoever it was is gone. */
  | "nobody"
  /** Texts count as they were when they were written. */
  | "edited"
  /** What was taken back stays done. */
  | "deleted"
  /** What goes on goes on, and words are lost on a conversation that takes none. */
  | "locked"
  /** Checks that are over, and of which none failed that is a pull request's. */
  | "nothing_failed";

export type SignalReading = { kind: "signal"; signal: Signal } | { kind: "none"; reason: NoSignalReason };
