import type { RemadeCommit } from "@catalyst/core";
import type { Commit } from "../../../objects/parse-commit.ts";

export interface History {
  head: string;
  /** Those that only the branch has, or nobody yet: by their ids, parents before their children. */
  commits: ReadonlyMap<string, Commit>;
  /** Whether one commit of others has another one in its history. */
  contains(commit: string, ancestor: string): Promise<boolean>;
  /** Stores a commit; its id. */
  write(commit: Commit): Promise<string>;
}

/**
 * A history without merges that ends with the same tree: the line of first parents, each commit with the tree that was checked, on the
 * newest commit of others that it has. What was merged is in the commit that merged it, and what was there before work of others
 * came in is in the commit that brought that. No tree is made that nobody checked, so that nothing conflicts. The same becomes the
 * same again. Returns which commit has what a checked one did. null: it has work of others that isn't one line.
 */
export async function straighten(history: History): Promise<RemadeCommit[] | null> {
  const { commits } = history;
  const outside = new Set([...commits.values()].flatMap(({ parents }) => parents.filter((id) => !commits.has(id))));
  const foot = await findFoot(history, [...outside]);
  if (foot === null) {
    return null;
  }
  const within = listWithin(commits);
  const published = new Map<string, string>();
  let below = foot;
  for (const id of findLine(history, { within, foot })) {
    below = await history.write({ ...(commits.get(id) as Commit), parents: [below] });
    for (const one of within.get(id) ?? []) {
      if (commits.has(one) && !published.has(one)) {
        published.set(one, below);
      }
    }
  }
  return [...commits.keys()].map((checked) => ({ checked, published: published.get(checked) ?? below }));
}

/** The one that has all the others in its history. */
async function findFoot({ contains }: History, outside: readonly string[]): Promise<string | null> {
  for (const one of outside) {
    const others = outside.filter((other) => other !== one);
    const has = await Promise.all(others.map((other) => contains(one, other)));
    if (!has.includes(false)) {
      return one;
    }
  }
  return null;
}

/** What each commit has in its history, itself among it, down to commits of others. */
function listWithin(commits: History["commits"]): Map<string, Set<string>> {
  const within = new Map<string, Set<string>>();
  for (const [id, { parents }] of commits) {
    within.set(id, new Set([id, ...parents, ...parents.flatMap((parent) => [...(within.get(parent) ?? [])])]));
  }
  return within;
}

/** The first parents from the lowest that has the foot, upwards. */
function findLine(
  { head, commits }: History,
  { within, foot }: { within: ReadonlyMap<string, ReadonlySet<string>>; foot: string },
): string[] {
  const line: string[] = [];
  for (let at = head; within.get(at)?.has(foot) === true; at = commits.get(at)?.parents[0] ?? "") {
    line.unshift(at);
  }
  return line;
}
