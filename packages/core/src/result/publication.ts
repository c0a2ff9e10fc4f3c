import { z } from "zod";
import { BranchProblem } from "./branch-problem.ts";

const Branch = z.object({
  branch: z.string(),
  /** Although its verification failed. */
  isDraft: z.boolean(),
});

/** What became of a result. */
export const Publication = z.discriminatedUnion("kind", [
  /** It is on a branch of its repository. */
  Branch.extend({ kind: z.literal("branch") }),
  /** It is on a branch, and proposed to be merged. */
  Branch.extend({ kind: z.literal("pull_request"), number: z.int().positive(), url: z.string() }),
  /** It is said about a pull request. */
  z.object({ kind: z.literal("review"), url: z.string() }),
  /** A bare repository on the trusted side keeps it. */
  z.object({
    kind: z.literal("kept"),
    keptAt: z.string(),
    /** Its branch there, where it is done and its repository takes none from this machine; null: it isn't published. */
    branch: z.string().nullable(),
    /** Why it isn't on its branch, where only that is wrong with it. */
    problem: BranchProblem.nullable(),
  }),
  /** There is nothing, or nothing any more, that could be published. */
  z.object({ kind: z.literal("nothing") }),
]);
export type Publication = z.infer<typeof Publication>;

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

/** Whether a result was published although its verification failed. */
export function isDraft(result: Published): boolean {
  const publication = result?.publication;
  return publication !== undefined && "isDraft" in publication && publication.isDraft;
}

/** What alone keeps a result from its branch; null: nothing, or something else. */
export function branchProblemOf(result: Published): BranchProblem | null {
  return result?.publication.kind === "kept" ? result.publication.problem : null;
}
