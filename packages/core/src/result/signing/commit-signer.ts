import { z } from "zod";

/** A commit that was checked, and the one with the same tree that its repository got in its place. */
export const RemadeCommit = z.object({ checked: z.string(), published: z.string() });
export type RemadeCommit = z.infer<typeof RemadeCommit>;

/** A commit to be made anew. Those of its parents that are made anew as well are named as they were before. */
export interface UnsignedCommit {
  commit: string;
  tree: string;
  parents: readonly string[];
  message: string;
}

/** `unsigned`: nobody answers for one of them, or it isn't what was asked for. */
export type Signing = { kind: "signed"; remade: RemadeCommit[] } | { kind: "unsigned"; reason: string };

/** A commit of which all that it does is to change plain files. */
export interface DirectCommit {
  commit: string;
  tree: string;
  /** Its message: the first line, and what follows it after an empty one. */
  headline: string;
  body: string;
  /** Those that are new or other than before, in base64. */
  additions: { path: string; contents: string }[];
  deletions: string[];
}

export interface BranchCommits {
  branch: string;
  /** Where the branch is, and the first of them goes onto. */
  from: string;
  /** Each goes onto the one before it. */
  commits: readonly DirectCommit[];
}

/** `at`: where the branch is left. */
export type DirectSigning = Extract<Signing, { kind: "signed" }> | { kind: "unsigned"; reason: string; at: string };

/** Whoever makes commits that a repository takes for verified. */
export interface CommitSigner {
  /** Makes commits anew, whose trees the repository has: parents come before their children. */
  sign(commits: readonly UnsignedCommit[]): Promise<Signing>;
  /** Writes commits onto a branch, one after the other, up to one that isn't verified; absent: it can't. */
  commit?(commits: BranchCommits): Promise<DirectSigning>;
  /** Why one of these commits isn't verified; null: all of them are. */
  findUnverified(commits: readonly string[]): Promise<string | null>;
}
