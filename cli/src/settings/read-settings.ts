import {
  type AgentConfig,
  type EffectiveSettings,
  loadSettings,
  MAX_SETTINGS_BYTES,
  SETTINGS_FILES,
} from "@catalyst/core";
import { readBaseFiles } from "@catalyst/git";
import { settingsFormats } from "@catalyst/settings-files";
import type { SettingsSource } from "./find-settings-source.ts";

/** The settings for work on a repository. Throws `invalid_configuration` for a wrong file of settings. */
export async function readSettings(source: SettingsSource, config: AgentConfig): Promise<EffectiveSettings> {
  const files = await readSourceFiles(source, SETTINGS_FILES);
  const { vcs, place } = source;
  return loadSettings({ files, where: `at ${place}`, config, vcs, limits: null }, settingsFormats);
}

/** Those of the files that are there. */
export async function readSourceFiles(
  { vcs, url, name, privateHosts, commit }: SettingsSource,
  paths: readonly string[],
): Promise<Map<string, string>> {
  const of = { address: { vcs, url, name }, privateHosts, paths: [...paths], maxBytes: MAX_SETTINGS_BYTES };
  return commit === null ? new Map() : readBaseFiles({ ...of, base: commit });
}
