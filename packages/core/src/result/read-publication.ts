import type { BranchProblem } from "./branch-problem.ts";
import type { Publication } from "./publication.ts";

type Published = { publication: Publication } | null | undefined;

/** The branch that a result has, in its repository or where it is kept; null: it isn't published as one. */
export function branchOf(result: Published): string | null {
  const publication = result?.publication;
  return publication !== undefined && "branch" in publication ? publication.branch : null;
}

/** The repository of ours that keeps a result; null: none does. */
export function keptAtOf(result: Published): string | null {
  return result?.publication.kind === "kept" ? result.publication.keptAt : null;
}

/** The repository of ours that a result needs, for itself or for what lies beside its branch; null: it needs none. */
export function placeOf(result: (Published & { beside: { keptAt: string } | null }) | null): string | null {
  return keptAtOf(result) ?? result?.beside?.keptAt ?? null;
}

/** Whether a result was published although its verification failed. */
export function isDraft(result: Published): boolean {
  const publication = result?.publication;
  return publication !== undefined && "isDraft" in publication && publication.isDraft;
}

/** What alone keeps a result from its branch; null: nothing, or something else. */
export function branchProblemOf(result: Published): BranchProblem | null {
  return result?.publication.kind === "kept" ? result.publication.problem : null;
}
