import {
  type AgentConfig,
  type EffectiveSettings,
  loadSettings,
  MAX_SETTINGS_BYTES,
  SETTINGS_FILES,
} from "@catalyst/core";
import { readBaseFiles } from "@catalyst/git";
import { settingsFormats } from "@catalyst/settings-files";
import { showRevision } from "../output/show-revision.ts";
import type { RunRepository } from "../run/find-repository.ts";

/** A repository and its base, whose files say settings and agents. */
export type SettingsSource = Pick<RunRepository, "vcs" | "url" | "name" | "baseBranch" | "baseCommit" | "privateHosts">;

/** The settings for work on a repository from its base. Throws `invalid_configuration` for a wrong file of settings. */
export async function readSettings(
  { vcs, url, name, baseBranch, baseCommit, privateHosts }: SettingsSource,
  config: AgentConfig,
): Promise<EffectiveSettings> {
  const files = await readBaseFiles({
    address: { vcs, url, name },
    base: baseCommit ?? baseBranch,
    paths: [...SETTINGS_FILES],
    maxBytes: MAX_SETTINGS_BYTES,
    privateHosts,
  });
  return loadSettings({ files, where: `at ${showRevision(baseBranch)}`, config, vcs, limits: null }, settingsFormats);
}
