import type { AskedHead } from "../vcs/asked-head.ts";
import type { BranchReader } from "../vcs/branch-reader.ts";

/** A repository itself as it is at one moment, for whoever decides what an execution starts from. */
export interface RepositorySnapshot extends BranchReader {
  /** The branch that it takes as its main one. `isSaid`: it says so itself; else that is a guess. */
  defaultBranch: { name: string; isSaid: boolean };
  /**
   * The branch, tag or commit that is asked for; null, and `HEAD`: the folder's HEAD as it was when asked for, or else what it
   * says now. Throws `not_found` naming the branches, `base_gone`, and `unsupported` for a repository that isn't whole.
   */
  findBase(asked: string | null, head: AskedHead | null): Promise<{ name: string; commit: string }>;
  /** What a person should know before an agent starts, as sentences. */
  describe(): Promise<string[]>;
  /** As the port's, of a commit that it has. */
  readFiles(input: {
    commit: string;
    paths: string[];
    maxBytes: number;
    mustBeReadable?: boolean;
  }): Promise<Map<string, string>>;
  /** The names of the files in one folder of a commit, the first hundred; none where there is no such folder. */
  listFiles(input: { commit: string; folder: string }): Promise<string[]>;
  /** Those of the folders that a commit hasn't; none where there is no such commit. */
  listAbsentFolders(input: { commit: string; folders: readonly string[] }): Promise<string[]>;
}
