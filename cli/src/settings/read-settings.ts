import {
  type AgentConfig,
  type EffectiveSettings,
  loadSettings,
  MAX_SETTINGS_BYTES,
  SETTINGS_FILES,
} from "@catalyst/core";
import { readBaseFiles } from "@catalyst/git";
import { settingsFormats } from "@catalyst/settings-files";
import type { RunRepository } from "../run/find-repository.ts";

/** The settings for work on a repository from its base. Throws `invalid_configuration` for a wrong file of settings. */
export async function readSettings(
  { vcs, url, name, baseBranch }: Pick<RunRepository, "vcs" | "url" | "name" | "baseBranch">,
  config: AgentConfig,
): Promise<EffectiveSettings> {
  const files = await readBaseFiles({
    address: { vcs, url, name },
    base: baseBranch,
    paths: [...SETTINGS_FILES],
    maxBytes: MAX_SETTINGS_BYTES,
  });
  return loadSettings({ files, where: `at ${baseBranch}`, config, vcs, limits: null }, settingsFormats);
}
