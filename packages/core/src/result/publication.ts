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
  /** A bare repository on the trusted side keeps it: `keptAt` is its name there, and no path. */
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
