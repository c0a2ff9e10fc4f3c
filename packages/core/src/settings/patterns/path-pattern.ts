import { z } from "zod";
import { matchesName, matchWildcards } from "./match-wildcards.ts";

/** `package.json`, `tools`, `patches/*.patch`: a path from the repository's root. */
export const PathPattern = z
  .string("must be a path")
  .min(1, "must be a path")
  .max(255, "must be at most 255 characters")
  .refine(isPlain, "must be a path from the repository's root, without .. and without / at its ends");

/**
 * Whether a file is meant by one of the patterns. A folder means everything in it; `*` stands for any letters within one
 * name, `**` for any number of folders. Names that begin with a dot are names like any other.
 */
export function matchesPath(patterns: readonly string[], path: string): boolean {
  const names = path.split("/");
  return patterns.some((pattern) =>
    matchWildcards([...pattern.split("/"), ANY_FOLDERS], names, {
      isAny: (name) => name === ANY_FOLDERS,
      fits: matchesName,
    }),
  );
}

const ANY_FOLDERS = "**";

function isPlain(path: string): boolean {
  return !path.includes("\0") && path.split("/").every((name) => name !== "" && name !== "." && name !== "..");
}
