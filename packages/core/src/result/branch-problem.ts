import { z } from "zod";

/** Why a result can't become its branch. Trying again alone doesn't help. */
export const BranchProblem = z.discriminatedUnion("kind", [
  /** A ref is a file: one called `a` and one called `a/b` can't both be. */
  z.object({ kind: z.literal("name_conflict"), ref: z.string() }),
  /** It is there already, or isn't where the task left it. `commit` null: it is gone, or leads to another ref. */
  z.object({
    kind: z.literal("elsewhere"),
    commit: z.string().nullable(),
    /** It was brought on from there, and others were faster again; absent: it wasn't tried. */
    isMoving: z.boolean().optional(),
    /** Others went on there from where the work began: the result can be brought together with theirs; absent: it can't, or nobody knows. */
    isOnward: z.boolean().optional(),
  }),
  /** Moving it would turn the files of that working tree into changes. `isForward`: the result can be merged there. */
  z.object({ kind: z.literal("checked_out"), path: z.string(), isForward: z.boolean() }),
  /** It has commits that are not the task's own, and the result is without them. */
  z.object({ kind: z.literal("drops_commits"), commits: z.array(z.string()) }),
  /** Another git holds the branch, or died while it did. */
  z.object({ kind: z.literal("locked"), path: z.string() }),
  /** Its repository takes it from nobody, or not from us. */
  z.object({ kind: z.literal("refused"), by: z.enum(["rule", "workflow", "secret"]), words: z.string() }),
]);
export type BranchProblem = z.infer<typeof BranchProblem>;

/** The problem as a sentence's second half: `Making the branch x failed: ...`. */
export function describeBranchProblem(problem: BranchProblem): string {
  switch (problem.kind) {
    case "name_conflict":
      return `the repository has ${problem.ref}, and git can't have a branch whose name begins with another's, or is the beginning of it`;
    case "elsewhere":
      if (problem.isMoving === true) {
        return "the branch keeps moving: others pushed to it each time that the result was brought there";
      }
      return problem.commit === null
        ? "it isn't there any more, or leads to another"
        : `it is there already, at ${short(problem.commit)}, and this task didn't put it there`;
    case "checked_out":
      return `it is checked out in ${problem.path}`;
    case "drops_commits":
      return `it has commits of others that the result is without: ${problem.commits.map(short).join(", ")}`;
    case "locked":
      return `another git holds it, or died while it did: ${problem.path} is there`;
    case "refused":
      return `${REFUSERS[problem.by]}: ${problem.words}`;
  }
}

const REFUSERS = {
  rule: "a rule of the repository forbids it",
  workflow: "the repository takes workflow files from people only",
  secret: "the repository found what looks like a secret in it",
};

function short(commit: string): string {
  return commit.slice(0, 12);
}
