import { z } from "zod";

/** `services/shop`: a folder from the repository's root. */
export const SparsePath = z
  .string("must be a folder")
  .min(1, "must be a folder")
  .max(255, "must be at most 255 characters")
  .regex(/^[^\p{Cc}\\*?[\]!"#-][^\p{Cc}\\*?[\]"]*$/u, "must be a folder's own name, without * and other wildcards")
  .refine(
    (path) => path.split("/").every((name) => !["", ".", "..", ".git"].includes(name)),
    "must be a folder from the repository's root, without .. and without / at its ends",
  );

/**
 * Whether a file is there where only these folders are checked out: everything in one of them, and the files that lie directly
 * in a folder on the way to one, as git's "cone mode" has it. No folders mean the whole repository.
 */
export function isCheckedOut(folders: readonly string[], path: string): boolean {
  const end = path.lastIndexOf("/");
  const parent = `${path.slice(0, Math.max(end, 0))}/`;
  return (
    folders.length === 0 ||
    end === -1 ||
    folders.some((folder) => parent.startsWith(`${folder}/`) || `${folder}/`.startsWith(parent))
  );
}
