import type { Repo } from "../vcs/repo.ts";

export interface MergeBaseInput {
  executionId: string;
  branch: string;
  startCommit: string;
  /** As the merge names it. */
  baseBranch: string;
  baseCommit: string;
}

/** A file that two sides changed so that nobody but a reader can say what is meant. */
export interface ConflictingFile {
  path: string;
  /** The places, as git marks them, with lines around them; empty: it isn't text, or there is too much of it. */
  hunks: string;
}

/** What came of it. `current`: the base was in it already. */
export type BaseMerge =
  | { kind: "current" }
  | { kind: "merged"; commit: string }
  | { kind: "conflicts"; files: readonly ConflictingFile[]; leftOut: number };

/** Commits between two, of a repository's mirror. */
export interface CommitsBeyond {
  repo: Repo;
  commit: string;
  /** These and what they have in their history aren't listed. */
  without: string;
}
