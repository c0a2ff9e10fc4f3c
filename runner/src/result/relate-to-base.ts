import type { Git } from "../workspace/git.ts";

/** How a commit is to the one that the work started from. */
export interface Relation {
  /** It is in the history of the base, or is the base. */
  isOld: boolean;
  /** The base is in its history, or is it. */
  goesOn: boolean;
}

/** Tells how commits are to the base, and asks once for each. One that isn't there is neither. */
export function relateToBase(git: Git, base: string): (commit: string) => Promise<Relation> {
  const known = new Map<string, Promise<Relation>>([[base, Promise.resolve({ isOld: true, goesOn: true })]]);
  return (commit) => {
    const relation = known.get(commit) ?? relate(git, base, commit);
    known.set(commit, relation);
    return relation;
  };
}

async function relate(git: Git, base: string, commit: string): Promise<Relation> {
  const counts = await git.ask("rev-list", "--left-right", "--count", `${base}...${commit}`, "--");
  const [ofBase, ofCommit] = (counts ?? "").split("\t");
  return { isOld: ofCommit === "0", goesOn: ofBase === "0" };
}
