import { z } from "zod";

/** What of a change a review is to be of. */
export const ReviewScope = z.object({
  /** What earlier reviews said counts for nothing: all of it is said. */
  isWhole: z.boolean().default(false),
  /** Files, or folders with what is in them; empty: all. */
  paths: z.array(z.string().min(1).max(1024)).max(20).default([]),
});
export type ReviewScope = z.infer<typeof ReviewScope>;

/** Whether a file is one that a review is to be of. */
export function isInScope(file: string, paths: readonly string[]): boolean {
  const isIn = (path: string) => file === path || file.startsWith(`${path}/`);
  return paths.length === 0 || paths.some((path) => isIn(path.replace(/^(?:\.?\/)+|\/+$/g, "")));
}
