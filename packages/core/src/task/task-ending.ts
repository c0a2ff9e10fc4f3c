import { z } from "zod";

/** What somebody did by which a task ends, or what became of what it had proposed. */
export const TaskEnding = z.object({
  /** `closed`, `merged`, `gone`: so its issue or pull request was; `stopped`: the task itself. */
  why: z.enum(["stopped", "closed", "merged", "gone"]),
  /** Who did it, by their account on the forge or by what they are called here; null: nobody knows. */
  by: z.object({ name: z.string().max(255), isOfForge: z.boolean() }).nullable(),
  /** Where its issue is by now, as `owner/name#7`: it was moved to another repository. Absent: it wasn't. */
  movedTo: z.string().max(250).optional(),
});
export type TaskEnding = z.infer<typeof TaskEnding>;
