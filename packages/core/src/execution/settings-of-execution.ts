import type { EffectiveSettings } from "../settings/effective-settings.ts";
import { loadSettings, MAX_SETTINGS_BYTES, SETTINGS_FILES } from "./load-settings.ts";
import type { Step } from "./step.ts";

/**
 * The settings that an execution runs with, from the commit that the whole result is compared with: what an agent changed
 * about them has no say, also in a further execution. Throws `invalid_configuration`.
 */
export async function settingsOfExecution({ task, repo, deps }: Step, baseCommit: string): Promise<EffectiveSettings> {
  const files = await deps.repositories.readFiles({
    repo,
    commit: baseCommit,
    paths: [...SETTINGS_FILES],
    maxBytes: MAX_SETTINGS_BYTES,
    mustBeReadable: true,
  });
  const config = await deps.repos.getConfig(repo.projectId);
  const where = `at ${task.baseBranch} (${baseCommit.slice(0, 8)})`;
  return loadSettings({ files, where, config, vcs: repo.vcs, limits: deps.limits }, deps.settingsFormats);
}

/** Tells in the transcript what was asked for and is not granted, or not understood. */
export async function noteSettings({ lease, deps }: Step, { notes, allowedHosts }: EffectiveSettings): Promise<void> {
  const hosts = allowedHosts.length === 0 ? [] : [`Hosts that can be reached: ${allowedHosts.join(", ")}.`];
  for (const text of [...hosts, ...notes]) {
    await deps.events.record({
      executionId: lease.executionId,
      source: "worker",
      body: { type: "log", stream: "system", text },
    });
  }
}
