/** Which branches there are, at one moment. */
export interface BranchReader {
  /** The commit that a branch is at; null: there is no such branch. */
  findBranch(branch: string): Promise<string | null>;
  /** The branches that are at the commit. */
  listBranchesAt(commit: string): Promise<readonly string[]>;
}
