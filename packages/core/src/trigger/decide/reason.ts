import type { NoSignalReason } from "../signal/signal.ts";

/** Why nothing comes of a signal, which nobody is told. */
export type IgnoredReason =
  | NoSignalReason
  /** It is about somebody or something else: another assignee, label, reviewer, or no task of ours. */
  | "not_for_us"
  /** A text without a command or mention. */
  | "no_command"
  /** We did it ourselves. */
  | "own_account"
  /** The text has our mark: it is ours, or quotes us. */
  | "own_mark"
  /** We act as a person there, and it was somebody else. */
  | "by_others"
  | "bot_not_listed"
  /** Neither a person nor a bot. */
  | "not_a_person"
  /** The forge's list says that somebody else did it than the request does. */
  | "actor_disagrees"
  /** Whoever did it may not write in the repository, or isn't known there by that number any more. */
  | "no_permission"
  /** The repository isn't one of ours, or the forge doesn't show it to us. */
  | "repository_unknown"
  | "subject_gone"
  /** People were told to be left alone in this thread. */
  | "quiet"
  /** What would be stopped has ended, or never was. */
  | "nothing_to_stop"
  /** An approval of a pull request says nothing to us. */
  | "approved"
  /** The project doesn't want it unasked. */
  | "not_wanted"
  /** There is a newer commit, or one is being worked on. */
  | "superseded"
  /** The newest commit is somebody else's. */
  | "not_our_commit"
  /** Failed checks were worked on as often as the project allows. */
  | "rounds_spent"
  | "draft";

/** Why something isn't done for somebody who is told so: who may write, but for `outsider`. */
export type RefusedReason =
  | "archived"
  | "locked"
  | "closed"
  /** What comes of it couldn't be pushed to where it belongs. */
  | "fork"
  /** It was edited into a comment that asked for nothing. */
  | "edited_in"
  /** Whoever asks may not write here, and the project has that said once. */
  | "outsider"
  /** We act as a person there, and say nothing of the work of others as them. */
  | "no_reviews"
  | "unknown_command"
  /** The command can't be given on such a thread, or there is nothing there that it is for. */
  | "not_here"
  | "too_many_by_author"
  | "too_many_in_repository"
  | "too_many_turns"
  | "too_many_by_bots"
  /** The task as it is can't have that done. */
  | "not_possible";

/** Of these each is told once in its time, and met with silence from then on. */
export const LIMIT_REASONS = [
  "too_many_by_author",
  "too_many_in_repository",
  "too_many_turns",
  "too_many_by_bots",
] as const satisfies RefusedReason[];
export type LimitReason = (typeof LIMIT_REASONS)[number];

export type DecisionReason = IgnoredReason | RefusedReason;
