import type { ForgePermission } from "../account/forge-permission.ts";
import type { BranchCommits, DirectSigning, Signing, UnsignedCommit } from "../result/signing/commit-signer.ts";
import type { Repo } from "../vcs/repo.ts";
import type { ForgeOutcome } from "./forge-outcome.ts";
import type { Reaction, Written } from "./reaction.ts";
import type { LineComment } from "./review/place-findings.ts";
import type { ForgeThread, Gathered } from "./subject/gathered.ts";
import type { ImagesWish, ShownImage } from "./subject/images.ts";
import type { SubjectAddress } from "./subject/subject-address.ts";

/**
 * The place where pull requests, reviews and comments live. Every call asks for an end state and looks before it makes
 * anything, so that it may be repeated after any failure: twice is once. What was made before is known by the head branch of
 * a pull request, and by the mark in a text of our own account; another account's text with the same mark is not ours. Texts
 * that are too long are cut, and say so (`fitText`). Nothing is thrown for what a forge answers, or doesn't.
 */
export interface ForgePort {
  /**
   * The pull request that proposes a branch. An open one with that head is taken, whoever opened it: our part of its text is
   * put to what it is to be, and what people wrote beside it stays, as its title. Whether it is a draft is changed where it is as we left it. One that was
   * closed is neither reopened nor followed by another: `closed`.
   */
  ensurePullRequest(wish: PullRequestWish): Promise<ForgeOutcome<MadePullRequest>>;
  /**
   * One review of a pull request that neither approves nor asks for changes, with comments at lines of the change. Where the forge
   * takes one of the lines not, none is made, and the text is the other one. Who asks for it again, with the same mark, gets the one
   * that is there.
   */
  ensureReview(wish: ReviewWish): Promise<ForgeOutcome<Made>>;
  /**
   * A comment on an issue or pull request, made or edited in place. One with a later text of ours stays as it is: whoever was
   * held up doesn't take it back.
   */
  ensureComment(wish: CommentWish): Promise<ForgeOutcome<Made>>;
  /** Whether our comment with the mark is among the last ten; one that isn't there counts as such. `since`: it is no older. */
  isNearEnd(wish: NearEndWish): Promise<ForgeOutcome<{ isNearEnd: boolean }>>;
  /** Where a pull request is by now, seen from a commit that it had. */
  compareHead(wish: { repo: Repo; number: number; commit: string }): Promise<ForgeOutcome<MovedHead>>;
  /**
   * Answers in threads about lines, each by the comment that began it. Where that is gone there is no answer. Returns where they are,
   * also those that were there already.
   */
  ensureThreadReplies(wish: ThreadRepliesWish): Promise<ForgeOutcome<{ urls: string[] }>>;
  /**
   * Answers in those threads of ours that began with a mark, and puts them away as settled. One that people have settled is left as it
   * is, and so is one that the forge doesn't let us settle, once it is answered. Returns where the answers are.
   */
  settleThreads(wish: SettleWish): Promise<ForgeOutcome<{ urls: string[] }>>;
  /** Our reviews of a pull request put away as outdated, but for the one with that mark. Where the forge lets us. */
  foldReviews(wish: FoldReviewsWish): Promise<ForgeOutcome<object>>;
  /** Our account's reaction to something that people wrote, once. */
  ensureReaction(wish: ReactionWish): Promise<ForgeOutcome<object>>;
  /** A label that isn't on an issue or pull request any more, or never was. */
  removeLabel(wish: LabelWish): Promise<ForgeOutcome<object>>;
  /** A branch that is at that commit, gone. One that is elsewhere, by whosever push, stays. */
  deleteBranch(wish: BranchWish): Promise<ForgeOutcome<object>>;
  /** The pull request that proposes a branch of the repository: the open one, else the newest; null: none ever did. */
  findPullRequest(wish: Omit<BranchWish, "commit">): Promise<ForgeOutcome<{ pullRequest: FoundPullRequest | null }>>;
  /** The titles of the pull requests that were merged last, the newest first. */
  listMergedTitles(wish: { repo: Repo; limit: number }): Promise<ForgeOutcome<{ titles: string[] }>>;
  /** What is to be known of a repository before anything is pushed there. Branches that aren't there may be asked for. */
  readTarget(wish: TargetWish): Promise<ForgeOutcome<{ target: PublishTarget }>>;
  /**
   * Commits made anew by the forge itself, as it signs what it makes. Their trees and all other parents are there already; parents
   * come before their children. What it makes is on no branch. Each call makes others.
   */
  remakeCommits(wish: RemakeWish): Promise<ForgeOutcome<{ signing: Signing }>>;
  /** Has the forge write commits onto a branch of its repository, one after the other, up to one that it doesn't take for verified. */
  commitOnBranch(wish: BranchCommits & { repo: Repo }): Promise<ForgeOutcome<{ signing: DirectSigning }>>;
  /** Why the forge takes one of these commits for unverified, in its own word; null: all of them are verified. */
  findUnverified(wish: { repo: Repo; commits: readonly string[] }): Promise<ForgeOutcome<{ reason: string | null }>>;
  /** What an account may do there at this moment. `none` as well where the login is another account's by now. */
  findPermission(wish: PermissionWish): Promise<ForgeOutcome<{ permission: ForgePermission }>>;
  /**
   * What was written about an issue or a pull request, as it is now. Bounded in time, number and size: what that leaves out is
   * counted. `not_found` where the number is the other kind's.
   */
  gather(wish: GatherWish): Promise<ForgeOutcome<{ gathered: Gathered }>>;
  /**
   * The images that texts show as the forge has them now, of those addresses alone. Only what it keeps itself is read, within `MAX_IMAGES`
   * and its like, and in a time of its own: what can't be read is said to be so.
   */
  readImages(wish: ImagesWish): Promise<ForgeOutcome<{ images: ShownImage[] }>>;
  /** All threads about lines of a pull request, the first hundreds of them. */
  listThreads(wish: { repo: Repo; number: number }): Promise<ForgeOutcome<{ threads: ForgeThread[] }>>;
}

export interface PermissionWish {
  repo: Repo;
  /** `id`: the forge's own number; `login` null: it isn't known what they are called. */
  account: { id: string; login: string | null };
}

export interface GatherWish extends Pick<SubjectAddress, "kind" | "number"> {
  repo: Repo;
  /** The comment that asks, by the forge's own number: the thread that it stands in is told whole. null: none does. */
  commentId: string | null;
  /** Bots whose words are told, by the forge's own numbers. */
  bots: readonly string[];
}

export interface RemakeWish {
  repo: Repo;
  commits: readonly UnsignedCommit[];
}

export interface TargetWish {
  repo: Repo;
  /** Those whose rules count: the one that is pushed, and the one that it is to be merged into. */
  branches: readonly string[];
}

/** A repository that branches are pushed to. */
export interface PublishTarget {
  /** Everybody may see what is there. */
  isPublic: boolean;
  /** As whom we are seen to act there. */
  account: { id: string; login: string };
  /** What its rules, as far as they are told, want of the commits of those branches. */
  demands: { isSigned: boolean; isLinear: boolean };
  /** Whether they have any rules. */
  isProtected: boolean;
}

/** Where, and what for. */
interface Wish {
  repo: Repo;
  /** Letters, digits and hyphens: what one thing of one task is known by. */
  mark: string;
}

export interface PullRequestWish extends Wish {
  /** A branch of the repository that is there already. */
  head: string;
  base: string;
  title: string;
  body: string;
  /** Of the bodies of this mark, counted up: one that comes late replaces none that comes after it. Absent: it isn't counted. */
  sequence?: number;
  isDraft: boolean;
  /** What our last word on it left it as: where people made it otherwise since, that stays. Absent: we never said. */
  leftDraft?: boolean;
  /** What stands above our part of a new one, which is people's from then on; absent: nothing. */
  template?: string;
  /**
   * The login of who asked for it: a new one is assigned to them, and they are asked to review it; where the forge takes them for
   * neither, they are named in it.
   */
  requester?: string;
  /** Logins of those who are asked to look at one that is there again; whom the forge takes for no reviewer is left out. */
  reviewers?: readonly string[];
  /** Put on a new one, where the forge lets us. */
  labels?: readonly string[];
  /** Nothing was proposed of the branch before, as far as whoever asks knows. */
  isFirst?: boolean;
}

export interface BranchWish {
  repo: Repo;
  branch: string;
  commit: string;
}

export interface FoundPullRequest {
  number: number;
  url: string;
  /** The branch that it is to be merged into by now. */
  base: string;
  isOpen: boolean;
  isMerged: boolean;
}

export interface ReviewWish extends Wish {
  /** Of the pull request. */
  number: number;
  /** The reviewed commit: lines are its. */
  commit: string;
  body: string;
  comments: readonly LineComment[];
  /** The text that says what the comments say, too. */
  wholeBody: string;
}

export interface MovedHead {
  head: string;
  /** How many commits it has beyond that one; null: it has that one no more. */
  ahead: number | null;
}

export interface ThreadReply {
  /** The comment that began the thread, by the forge's own number. */
  comment: string;
  /** Letters, digits and hyphens: what one answer is known by. */
  mark: string;
  body: string;
}

export interface ThreadRepliesWish {
  repo: Repo;
  /** Of the pull request. */
  number: number;
  replies: readonly ThreadReply[];
}

export interface SettleWish {
  repo: Repo;
  /** Of the pull request. */
  number: number;
  settled: readonly SettledThread[];
}

export interface SettledThread {
  /** What the comment that began it is known by. */
  began: string;
  answer: Pick<ThreadReply, "mark" | "body">;
}

/** `mark`: of the review that stays as it is. */
export interface FoldReviewsWish extends Wish {
  /** Of the pull request. */
  number: number;
}

export interface CommentWish extends Wish {
  /** Of the issue or pull request. */
  number: number;
  body: string;
  /** Counts the texts of a mark up. */
  sequence: number;
  /** One that isn't there is made. False: it was there, so that people deleted it, which is `deleted`. */
  isMade: boolean;
  urgency: Urgency;
  /** One that is there already is no older; absent: it may be of any age, which takes long to find out. */
  since?: Date;
}

export interface NearEndWish extends Wish {
  /** Of the issue or pull request. */
  number: number;
  since: Date;
}

export interface ReactionWish {
  repo: Repo;
  to: Written;
  reaction: Reaction;
}

export interface LabelWish {
  repo: Repo;
  /** Of the issue or pull request. */
  number: number;
  label: string;
}

/**
 * What goes first where not all may be said at once. `final`: people wait for it; `answer`: to what somebody said; `review`;
 * `state`: something changed; `progress`: the next text says it as well.
 */
export type Urgency = "final" | "answer" | "review" | "state" | "progress";

/** What is there by now. */
export interface Made {
  url: string;
  /** It was made by this call. */
  isNew: boolean;
}

export interface MadePullRequest extends Made {
  number: number;
  isDraft: boolean;
}
