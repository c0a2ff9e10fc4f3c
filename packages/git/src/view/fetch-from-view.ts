import { FETCH_LIMITS } from "../limits/process-limits.ts";
import { actingAs, runGit } from "../run-git.ts";
import type { View } from "./open-view.ts";

/**
 * Fetches refs or commits of a person's repository into one of ours. Its side of the work is done with its reader's rights, and
 * both sides run under limits, which what git starts has from it.
 */
export async function fetchFromView(
  { path, reader }: View,
  { into, options = [], refspecs }: { into: string; options?: string[]; refspecs: string[] },
): Promise<void> {
  const quietly = ["fetch", "--quiet", "--no-tags", "--no-auto-gc", "--no-write-fetch-head", "--update-shallow"];
  const serving = [
    `--upload-pack=${[...TRUSTING_VIEWS, ...(reader === null ? [] : actingAs(reader)), "git-upload-pack"].join(" ")}`,
  ];
  const args = [...quietly, "--no-recurse-submodules", ...serving, ...options, "--", path, ...refspecs];
  await runGit({ args, repositoryPath: into, limits: FETCH_LIMITS });
}

/** git gives none of its settings on to the other side, which is no folder of the reader's. */
const TRUSTING_VIEWS = ["GIT_CONFIG_COUNT=1", "GIT_CONFIG_KEY_0=safe.directory", "GIT_CONFIG_VALUE_0=*"];
