import type { DiffStat, PolicyFinding, ResultCommit } from "../task/task.ts";
import type { Repo } from "../vcs/repo.ts";
import type { BaseMerge, CommitsBeyond, MergeBaseInput } from "./base-merge.ts";
import type { BranchProblem } from "./branch-problem.ts";
import type { RepositorySnapshot } from "./repository-snapshot.ts";
import type { ResultPolicy } from "./result-policy.ts";
import type { CommitSigner, RemadeCommit } from "./signing/commit-signer.ts";

/** A result as the trusted side sees it, in a fresh bare repository of its own. */
export interface ImportedResult {
  /** The name of the fresh bare repository. */
  keptAt: string;
  /** null: nothing was pushed, or nothing beyond the base. */
  headCommit: string | null;
  commits: ResultCommit[];
  diffStat: DiffStat;
  findings: PolicyFinding[];
  /** What of the change the repository's CI runs, as paths for people: some of them. */
  runByCi: string[];
}

/**
 * What came of bringing a result in. What would fail again in the same way is an outcome, not an error: it has objects
 * that can't be read, or is beyond the bounds of what may be read at all. Then nothing of it was checked, and `keptAt`
 * names the quarantine, the one place that has it.
 */
export type ImportOutcome =
  | ({ kind: "imported" } & ImportedResult)
  | { kind: "unimportable"; reason: string; keptAt: string };

/**
 * A commit as an execution's quarantine has it: all of the mirror is there, and what the execution alone may see. Before there
 * is one, it is the mirror's.
 */
interface CommitOfExecution {
  repo: Repo;
  executionId: string;
  commit: string;
}

export interface IdentifiedFiles {
  /** The same paths, modes and contents have the same name. */
  name: string;
  /** The patterns that mean no file of the commit. */
  unmatched: string[];
}

/**
 * The trusted side's git. Nothing here ever runs in a folder that an agent wrote. Its own repositories have names
 * (`keptAt`), which mean the same wherever it runs: where one lies is its own affair, and that of doors on its machine.
 */
export interface RepositoryPort {
  /**
   * Looks at the repository itself as it is at this moment, for as long as `work` takes: a folder without anything of it being
   * copied. Throws `not_found`, `invalid_input` (no repository, no commits), `forbidden`, `unsupported` or `unavailable`.
   */
  look<Result>(repo: Repo, work: (snapshot: RepositorySnapshot) => Promise<Result>): Promise<Result>;
  /**
   * What keeps a branch from being made (`isNew`) or moved on in the repository, as far as its name and the working trees tell;
   * null: nothing, or there is no repository on this machine. Throws `unavailable` where nothing can be written.
   */
  findNameProblem(repo: Repo, wish: { branch: string; isNew: boolean }): Promise<BranchProblem | null>;
  /** Brings the repository's mirror up to date. Throws `not_found`, `invalid_input` (empty, no commits) or `unavailable`. */
  refreshMirror(repo: Repo): Promise<void>;
  /**
   * Files of a commit, as text; those that don't exist, aren't text, or are longer than `maxBytes` are left out. With
   * `mustBeReadable`, what exists and can't be read throws `invalid_configuration`. Throws `not_found` without the commit.
   */
  readFiles(
    input: CommitOfExecution & {
      paths: string[];
      maxBytes: number;
      mustBeReadable?: boolean;
    },
  ): Promise<Map<string, string>>;
  /**
   * Names what the files of a commit are, all or those that the patterns mean. Throws `not_found` without the commit.
   */
  identifyFiles(input: CommitOfExecution & { patterns: readonly string[] | null }): Promise<IdentifiedFiles>;
  /** The commit that a branch is at in the mirror; null when there is none. */
  findBranch(repo: Repo, branch: string): Promise<string | null>;
  /** Whether a commit of the mirror has another one in its history. */
  contains(input: { repo: Repo; commit: string; ancestor: string }): Promise<boolean>;
  /**
   * Makes the place that the execution may push its branch into, with the commit that it starts from and others that it needs.
   * One that the mirror doesn't have is taken from an execution's kept result, or else from the repository, for this execution
   * alone: no other one sees it. Throws `not_found` when it is nowhere any more. Twice is once.
   */
  ensureQuarantine(input: QuarantineInput): Promise<void>;
  /** The commits that one has in its history beyond another, the newest first: so many as a person would look at. */
  listBeyond(input: CommitsBeyond): Promise<string[]>;
  /** Whether nobody but a reader can say what a merge of two commits of the mirror is. */
  findConflict(input: { repo: Repo; commit: string; other: string }): Promise<boolean>;
  /**
   * Merges the base into the commit that an execution starts from, in its quarantine, as if the execution had pushed that. Where the two
   * conflict nothing is pushed. Twice is once.
   */
  mergeBase(input: MergeBaseInput): Promise<BaseMerge>;
  /** Where what the execution pushed lies; null: it pushed nothing. */
  findQuarantine(executionId: string): Promise<string | null>;
  /** Where the branch is that the execution pushed; null: it pushed nothing. */
  findPushed(executionId: string): Promise<string | null>;
  /**
   * Brings what the execution pushed, or else the commit that it started from, into a fresh bare repository. Commits that
   * `startCommit` and the repository's refs don't have get an author and committer of ours, so that `headCommit` is another
   * than was pushed; the same push becomes the same again. What is new since `baseCommit` is the result. All that is new
   * since `checkedFrom` and in none of the repository's refs is checked, commit by commit. Throws for outages only.
   */
  importResult(input: ImportInput): Promise<ImportOutcome>;
  /**
   * Keeps with the execution's result what it pushed beside its branch, unchecked, and lists it by refs there. Throws when it
   * takes longer than it may.
   */
  takeBeside(input: { executionId: string; seconds: number }): Promise<{
    keptAt: string;
    commits: { ref: string; commit: string }[];
  }>;
  /**
   * A piece of what a result changes, as long as it is kept or in its repository. Throws `not_found` when it is neither, and
   * `unavailable` when comparing takes too long.
   */
  readDiff(input: ReadDiffInput): Promise<DiffPiece>;
  /**
   * What a change makes of files, each as git's patch of that file: since the commit at which it left its base, renames followed.
   * Those that it doesn't touch, or of which too much changes to be compared, are left out. Throws `not_found` without the commits,
   * and `unavailable` when comparing takes too long.
   */
  readPatches(input: ReadPatchesInput): Promise<Map<string, string>>;
  /**
   * What a change is, since the commit at which it left its base, renames followed. Throws `not_found` without the commits, and
   * `unavailable` when comparing takes too long.
   */
  readChange(input: ReadChangeInput): Promise<ReadChange>;
  /** What would keep a result that begins at `startCommit` from its branch, as far as it can be known before; null: nothing. */
  findBranchProblem(input: BranchCheck): Promise<BranchProblem | null>;
  /**
   * Makes the branch in the repository, or moves it on from `previousCommit`, by the id of the commit that was checked and
   * without touching checkout, index or current branch. Succeeds when the branch is at the commit already, or at what a signer
   * made of it.
   */
  publishBranch(input: PublishBranchInput): Promise<MadeBranch>;
  /**
   * Lets a result stand in the repository under a ref that no branch can be in the way of. False where there is no such
   * repository on this machine, or where the ref holds something else.
   */
  keepInRepository(input: KeepInput): Promise<boolean>;
  /**
   * Removes the ref under which a result stands in the repository; unless `isForced`, only while a branch or tag has the
   * commit. True: it isn't there any more.
   */
  removeKept(input: RemoveKeptInput): Promise<boolean>;
  /** Removes what the execution has here, its quarantine and its result, but for the one that `keptAt` names. */
  discard(input: { executionId: string; keptAt: string | null }): Promise<void>;
  /** The executions that have a quarantine here, for sweeping leftovers. */
  listQuarantines(): Promise<string[]>;
  /** The executions that have a result here. */
  listResults(): Promise<string[]>;
}

export interface QuarantineInput {
  executionId: string;
  repo: Repo;
  startCommit: string;
  /** What it is compared with, and whose settings count. */
  otherCommits: readonly string[];
  /** The execution whose kept result may have it. */
  keptBy: string | null;
}

/** As a commit has it: both without line ends and angle brackets. */
export interface CommitIdentity {
  name: string;
  email: string;
}

export interface ImportInput {
  executionId: string;
  repo: Repo;
  /** The branch, tag or commit that the work began from. */
  baseBranch: string;
  baseCommit: string;
  startCommit: string;
  checkedFrom: string;
  branch: string;
  /** Whom the new commits are said to be by, and who is said to have committed them. */
  author: CommitIdentity;
  committer: CommitIdentity;
  /**
   * Lines that the message of each new commit ends with. With them (none is a list, too) a forge shows it, so that no word of it
   * closes an issue there; null: no forge does.
   */
  trailers: readonly string[] | null;
  policy: ResultPolicy;
  /** Until it is broken off and what was pushed kept unread; null: as long as it may take. */
  seconds: number | null;
  /** Breaks it off by an error; null: nothing does. */
  signal: AbortSignal | null;
}

export interface ReadDiffInput {
  repo: Repo;
  executionId: string;
  baseCommit: string;
  headCommit: string;
  /** Where to begin, in bytes. */
  offset: number;
}

export interface ReadPatchesInput extends Omit<ReadDiffInput, "offset"> {
  /** By the names that they have after the change, or had before it where they are gone. */
  paths: readonly string[];
}

export type ReadChangeInput = Omit<ReadDiffInput, "offset">;

export interface ReadChange {
  /** All, or the first mebibyte of their names. */
  files: readonly ChangedFile[];
  /** Git's patch of the first mebibyte, without what package managers and other programs write. */
  patch: string;
  /** The patch isn't cut. */
  isWhole: boolean;
}

export interface ChangedFile {
  /** Of one that is gone, as it was called. */
  path: string;
  /** null: it has no lines, or too many to be compared. */
  lines: { insertions: number; deletions: number } | null;
}

/** Text as git's patches have it, about 64 KiB of it. `nextOffset` null: there is nothing after it. */
export interface DiffPiece {
  text: string;
  nextOffset: number | null;
}

/** A commit that is brought into a person's repository. */
export interface KeepInput {
  /** The execution that keeps the result. */
  executionId: string;
  repo: Repo;
  /** The whole name. */
  ref: string;
  headCommit: string;
  /** A commit that the repository has. */
  baseCommit: string;
}

export interface RemoveKeptInput {
  repo: Repo;
  /** The whole name. */
  ref: string;
  /** Where it is removed from: one that is elsewhere isn't ours any more. */
  commit: string;
  isForced: boolean;
}

export interface PublishBranchInput extends Omit<KeepInput, "ref"> {
  branch: string;
  /** The whole name under which the result stands in the repository; null or absent: it doesn't. */
  ref?: string | null;
  /** Where the branch was when the work on the result began; null: it wasn't there. */
  previousCommit: string | null;
  /** Those that executions of the task made: the branch may be moved to where it is without them. */
  ownCommits: readonly string[];
  /** Who makes its new commits anew, with the same trees, as the repository wants them signed; null: they go as they were checked. */
  signer?: CommitSigner | null;
  /** The repository wants no merges: what was merged is in the commit that merged it. Absent: it takes them. */
  isLinear?: boolean;
  /** What others pushed to the branch since `previousCommit` may be merged into the result, where the two don't conflict. Absent: it may not. */
  mayMerge?: boolean;
}

export interface BranchCheck extends Pick<PublishBranchInput, "repo" | "branch" | "previousCommit" | "ownCommits"> {
  /** The execution whose quarantine has the commit. */
  executionId: string;
  startCommit: string;
}

/**
 * `not_here`: there is no repository on this machine to make the branch in. `remade`: commits that the branch has in place of those
 * that were checked, parents before their children, and what more than one of them became where it has no merges; absent: none.
 */
export type MadeBranch =
  | { kind: "published"; remade?: RemadeCommit[] }
  | { kind: "not_here" }
  | { kind: "problem"; problem: BranchProblem };
