import type { DiffStat, PolicyFinding, ResultCommit } from "../task/task.ts";
import type { Repo } from "../vcs/repo.ts";

/** What the policy allows in a result. Globs are matched against paths from the root of the repository. */
export interface ResultPolicy {
  protectedPaths: string[];
  maxFileBytes: number;
  maxPatchBytes: number;
  maxFiles: number;
  /** Exact values that must not appear, beside what the secret scan finds. */
  knownSecrets: string[];
}

/** A result as the trusted side sees it, in a fresh bare repository of its own. */
export interface ImportedResult {
  /** The fresh bare repository. */
  repositoryPath: string;
  /** null: nothing was pushed, or nothing beyond the base. */
  headCommit: string | null;
  commits: ResultCommit[];
  diffStat: DiffStat;
  findings: PolicyFinding[];
}

/** The trusted side's git. Nothing here ever runs in a folder that an agent wrote. */
export interface RepositoryPort {
  /** Brings the repository's mirror up to date. Throws `not_found`, `invalid_input` (empty, no commits) or `unavailable`. */
  refreshMirror(repo: Repo): Promise<void>;
  /** The commit of a branch, tag or commit name in the mirror. Throws `not_found` with the branches that exist. */
  resolveCommit(repo: Repo, revision: string): Promise<string>;
  /**
   * Files of a commit, as text; those that don't exist, aren't text, or are longer than `maxBytes` are left out. With
   * `mustBeReadable`, what exists and can't be read throws `invalid_configuration`.
   */
  readFiles(input: {
    repo: Repo;
    commit: string;
    paths: string[];
    maxBytes: number;
    mustBeReadable?: boolean;
  }): Promise<Map<string, string>>;
  /** Makes the place that the execution may push its branch into. Twice is once. */
  ensureQuarantine(input: { executionId: string; repo: Repo; baseCommit: string; branch: string }): Promise<void>;
  /** Fetches the branch from the quarantine into a fresh bare repository and checks the raw diff. Repeatable. */
  importResult(input: {
    executionId: string;
    taskId: string;
    repo: Repo;
    baseCommit: string;
    branch: string;
    policy: ResultPolicy;
  }): Promise<ImportedResult>;
  /**
   * Makes the branch in the repository, without touching its checkout, index or current branch. Succeeds when the
   * branch is already at the commit; throws `conflict` when it is somewhere else. `keptAt` names the repository that
   * keeps the branch where there is none to make it in (https), else null.
   */
  publishBranch(input: {
    taskId: string;
    repo: Repo;
    branch: string;
    headCommit: string;
  }): Promise<{ keptAt: string | null }>;
  /** Removes the execution's quarantine; the task's kept result too when `result` is true. */
  discard(input: { executionId: string; taskId: string; result: boolean }): Promise<void>;
}
