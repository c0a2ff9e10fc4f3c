import { z } from "zod";

/** Where the commits of a pull request are. */
const SubjectChange = z.object({
  /** The commit that it had when it was read. */
  headCommit: z.string().regex(/^[0-9a-f]{40,64}$/),
  headBranch: z.string().min(1).max(255),
  baseBranch: z.string().min(1).max(255),
  /** Its commits are in another repository than its own, which nothing of ours is pushed to. */
  isFork: z.boolean(),
});

/** An issue or a pull request as its forge has it: text of strangers, cut to what a task takes. */
export const Subject = z.object({
  title: z.string().max(1000),
  body: z.string().max(256 * 1024),
  /** Who began it; null: an account that is there no more. */
  author: z.object({ id: z.string().regex(/^\d{1,20}$/), login: z.string().min(1).max(255) }).nullable(),
  isOpen: z.boolean(),
  /** null: it is an issue. */
  change: SubjectChange.nullable(),
});
export type Subject = z.infer<typeof Subject>;
