import { createHash } from "node:crypto";

/** Raised when what the runner leaves in an environment after `setup` changes. */
const FORMAT = 1;

/** Files whose contents say which dependencies a setup installs, wherever in the repository they are. */
export const LOCK_FILES: readonly string[] = [
  "package-lock.json",
  "npm-shrinkwrap.json",
  "pnpm-lock.yaml",
  "yarn.lock",
  "bun.lock",
  "bun.lockb",
  "deno.lock",
  "Cargo.lock",
  "go.sum",
  "poetry.lock",
  "uv.lock",
  "pdm.lock",
  "Pipfile.lock",
  "requirements*.txt",
  "Gemfile.lock",
  "composer.lock",
  "mix.lock",
  "pubspec.lock",
  "Package.resolved",
  "packages.lock.json",
  "gradle.lockfile",
  "flake.lock",
];

export interface SetupCacheInput {
  repoId: string;
  /** What it begins at: a setup on another branch may run other files of the repository. */
  baseBranch: string;
  setup: string;
  env: Record<string, string>;
  /** Lock files by path, with the name of their contents. */
  lockFiles: Map<string, string>;
}

/** Environments with the same key may use each other's setup. Which agent works in them doesn't matter. */
export function setupCacheKey({ repoId, baseBranch, setup, env, lockFiles }: SetupCacheInput): string {
  const sorted = (entries: Iterable<[string, string]>) => [...entries].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const parts = [FORMAT, repoId, baseBranch, setup, sorted(Object.entries(env)), sorted(lockFiles)];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}
