import type { Relation } from "./relate-to-base.ts";

export interface Candidates {
  /** Where the agent began. */
  base: string;
  /** What it left: where it was last with its changes on top, and the job's branch; null: that is gone. */
  candidates: [string, string | null];
  /** Where it was last; null: there is no history any more. */
  head: string | null;
}

export interface Choice {
  /** The base when there is nothing new. */
  head: string;
  /** What else there is. */
  others: string[];
  notes: string[];
}

/**
 * Which commit is the result: one that goes on from the start comes before a rewritten history, and where the agent was last
 * before its branch.
 */
export async function chooseHead(
  { base, candidates, head }: Candidates,
  relate: (commit: string) => Promise<Relation>,
): Promise<Choice> {
  const commits = [...new Set(candidates)].filter((commit) => commit !== null);
  const known = await Promise.all(commits.map(async (commit) => ({ commit, ...(await relate(commit)) })));
  const news = known.filter(({ isOld }) => !isOld).map(({ commit }) => commit);
  const going = known.filter(({ isOld, goesOn }) => !isOld && goesOn).map(({ commit }) => commit);
  const chosen = going[0] ?? news[0] ?? base;
  const others = news.filter((commit) => commit !== chosen);
  return { head: chosen, others, notes: describeChoice(chosen, { base, candidates, head }, going) };
}

function describeChoice(chosen: string, { base, candidates: [last], head }: Candidates, going: string[]): string[] {
  if (chosen === base) {
    return head === null || head === base
      ? []
      : ["The agent left the repository at an older commit: there is nothing new to take."];
  }
  if (!going.includes(chosen)) {
    return ["The agent rewrote the history that it started from: it is taken as it is."];
  }
  return chosen === last ? [] : ["The agent left its branch for another commit: the branch is taken."];
}
