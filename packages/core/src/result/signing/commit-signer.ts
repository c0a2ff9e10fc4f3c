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

/** Whoever makes commits that a repository takes for verified. */
export interface CommitSigner {
  /** Makes commits anew, whose trees the repository has: parents come before their children. */
  sign(commits: readonly UnsignedCommit[]): Promise<Signing>;
  /** Why one of these commits isn't verified; null: all of them are. */
  findUnverified(commits: readonly string[]): Promise<string | null>;
}
