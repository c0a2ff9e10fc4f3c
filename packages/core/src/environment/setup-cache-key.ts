import { createHash } from "node:crypto";

/** Raised when what the runner leaves in an environment after `setup` changes. */
const FORMAT = 3;

/** All that decides what a setup makes, but the machine and what others' servers answer it. */
export interface SetupCacheInput {
  repoId: string;
  setup: string;
  /** A name for the files that were there while it ran. */
  files: string;
  env: Record<string, string>;
  allowedHosts: readonly string[];
  /** The only folders that were checked out. */
  sparsePaths: readonly string[];
  /** The secrets that it got, with what changes when one gets a new value. */
  secrets: ReadonlyMap<string, string>;
}

/** Environments with the same key may use each other's setup. Which agent works in them doesn't matter. */
export function setupCacheKey(input: SetupCacheInput): string {
  const { repoId, setup, files, env, allowedHosts, sparsePaths, secrets } = input;
  const sorted = (entries: Iterable<[string, string]>) => [...entries].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const hosts = [...allowedHosts].toSorted();
  const parts = [
    FORMAT,
    repoId,
    setup,
    files,
    sorted(Object.entries(env)),
    hosts,
    [...sparsePaths].toSorted(),
    sorted(secrets),
  ];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}
