import { z } from "zod";

export const ProtectedRole = z.enum([
  "ci",
  "owners",
  "git_hooks",
  "agents",
  "packages",
  "git",
  "editors",
  "environment",
  "catalyst",
]);
export type ProtectedRole = z.infer<typeof ProtectedRole>;

/**
 * A place whose changes need a person. The path is a name, or several with slashes between them, of a file or of a folder
 * with all that is in it; `*` stands for anything within a name. One that begins with a slash is meant at the root alone, any
 * other in every folder.
 */
export const ProtectedPath = z.object({ role: ProtectedRole, path: z.string().min(1) });
export type ProtectedPath = z.infer<typeof ProtectedPath>;

/** What the policy allows in a result. */
export const ResultPolicy = z.object({
  protectedPaths: z.array(ProtectedPath).readonly(),
  maxFileBytes: z.int().positive(),
  maxPatchBytes: z.int().positive(),
  maxFiles: z.int().positive(),
  /** Whether marks of conflicts that nobody resolved are found; absent: they are text as any other. */
  findsConflictMarks: z.boolean().optional(),
});
export type ResultPolicy = z.infer<typeof ResultPolicy>;
