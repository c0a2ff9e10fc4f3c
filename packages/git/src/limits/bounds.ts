const MEBIBYTE = 1024 * 1024;

/**
 * How much may be new in what an execution pushed, over all its pushes. More is refused at the door: it could neither be
 * checked nor published. What the policy allows in a result is less.
 */
export const BOUNDS = {
  commits: 10_000,
  objects: 200_000,
  /** Names that any new commit changes, all commits together. */
  changes: 200_000,
  /** Of one path, and of all changed ones together. */
  pathBytes: 4096,
  pathsBytes: 32 * MEBIBYTE,
  /** Folders within folders. */
  depth: 500,
  /** Of all objects, unpacked. */
  bytes: 1024 * MEBIBYTE,
  /** As the runner's: larger files are left out of what it commits. */
  blobBytes: 100 * MEBIBYTE,
  treeBytes: 8 * MEBIBYTE,
  commitBytes: 8 * MEBIBYTE,
} as const;

/** There is more than may be read. The message says of what: "it holds ...". */
export class BeyondBounds extends Error {
  override readonly name = "BeyondBounds";
}
