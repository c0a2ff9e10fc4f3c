import type { ForgePermission } from "../../account/forge-permission.ts";
import type { Subject } from "../../forge/subject/subject.ts";
import type { TaskStatus, TaskType } from "../../task/task.ts";
import type { ReviewVerdict, SignalCodeComment } from "../signal/signal.ts";
import type { LimitReason } from "./reason.ts";
import type { ScreenFacts } from "./screen.ts";
import type { TriggerPolicy } from "./trigger-policy.ts";
import type { FailedCheck } from "./unasked/failed-check.ts";

/** An issue or pull request as the forge shows it when it is decided: who acts decides, and never who wrote it. */
export type SubjectNow = Omit<Subject, "author">;

/** The newest task of ours for an issue or pull request. */
export interface TaskOfSubject {
  id: string;
  taskType: TaskType;
  status: TaskStatus;
  /** What it has proposed is this pull request, or still open, where the subject is its issue. */
  hasOpenPullRequest: boolean;
  /** The pull request is its own. */
  isItsPullRequest: boolean;
  /** The newest commit that it published; null or absent: it published none. */
  headCommit?: string | null;
}

/** A review as the forge shows it when it is decided. */
export interface ReviewNow {
  verdict: ReviewVerdict;
  text: string;
  /** Those that began a thread. */
  comments: readonly SignalCodeComment[];
}

/** How often things were begun of late. */
export interface TriggerCounts {
  byAuthorThisHour: number;
  inRepositoryToday: number;
  /** Turns of this pull request that nobody asked for in words. */
  automaticToday: number;
  /** What bots began on this issue or pull request since a person last did; absent: nothing. */
  byBotsInRow?: number;
  /** How often failed checks of this pull request were worked on; absent: never. */
  checkRounds?: number;
}

/** How often people who may not write were told so. */
export interface OutsiderCounts {
  /** This one, in this thread. */
  here: number;
  /** All of them, in the repository. */
  thisHour: number;
}

/** Everything beside the signal that it is decided by. */
export interface TriggerFacts extends ScreenFacts {
  policy: TriggerPolicy;
  /** Of whoever acted, as the forge says just now. */
  permission: ForgePermission;
  /** null: it isn't there, or isn't shown to us. */
  subject: SubjectNow | null;
  /** Of a signal that tells of one; null: it isn't there. */
  review: ReviewNow | null;
  task: TaskOfSubject | null;
  counts: TriggerCounts;
  /** The limits that this account, repository or pull request was told of within their time. */
  limitsTold: readonly LimitReason[];
  /** How often who may not write was told so; null: it isn't asked, as they may, or nobody is told. */
  outsiders: OutsiderCounts | null;
  /** Whoever acted has asked for the task. */
  isAsker: boolean;
  /** Few may read the repository. */
  isPrivate: boolean;
  /** Of the commit that a signal tells of; absent: it tells of none, or they weren't asked for. */
  failedChecks?: readonly FailedCheck[];
  /** The thread in which a comment answers was begun by us. */
  isOurThread: boolean;
  /** In this thread people don't want us to listen. */
  isQuiet: boolean;
}
