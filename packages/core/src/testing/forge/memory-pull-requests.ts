import type { ForgeOutcome } from "../../forge/forge-outcome.ts";
import type { BranchWish, FoundPullRequest } from "../../forge/forge-port.ts";

export interface MemoryPullRequest {
  number: number;
  head: string;
  base: string;
  title: string;
  body: string;
  isDraft: boolean;
  isOpen: boolean;
  isMerged?: boolean;
  author: string;
  /** Logins of those who are assigned and asked to review. */
  asked?: readonly string[];
  labels?: readonly string[];
  /** File -> the lines that the change has of it. */
  lines: Map<string, number[]>;
}

export function findPullRequest(
  pullRequests: readonly MemoryPullRequest[],
  { repo, branch }: Omit<BranchWish, "commit">,
): ForgeOutcome<{ pullRequest: FoundPullRequest | null }> {
  const of = pullRequests.filter(({ head }) => head === branch);
  const found = of.findLast(({ isOpen }) => isOpen) ?? of.at(-1);
  if (found === undefined) {
    return { kind: "made", pullRequest: null };
  }
  const { number, base, isOpen, isMerged = false } = found;
  return { kind: "made", pullRequest: { number, url: `${repo.url}/pull/${number}`, base, isOpen, isMerged } };
}

export function listMergedTitles(pullRequests: readonly MemoryPullRequest[], limit: number): string[] {
  const merged = pullRequests.filter(({ isMerged }) => isMerged === true).toReversed();
  return merged.slice(0, limit).map(({ title }) => title);
}
